/* What the sanitizers do in the tests of a build with SANITIZE=1: the first finding ends the process,
 * with an exit status that no test takes for a refusal, and stands in a file, as a monitor's standard
 * error is nobody's. Leaks are left to the harnesses of tests/fuzz: processes of linkbox end without
 * freeing anything on purpose, and the search for leaks traces them, which neither strace nor the end
 * of a container allows.
 * SPDX-License-Identifier: MIT */

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0:exitcode=199:log_path=" SANITIZE_REPORT;
}

const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
	return "print_stacktrace=1:exitcode=199:log_path=" SANITIZE_REPORT;
}
