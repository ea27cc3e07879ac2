/* What ASan's runtime and glibc need of a build with SANITIZE=1, to be as linkbox is otherwise.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* musl knows UTF-8 and nothing else; glibc wants to be asked for it. */
static void __attribute__((constructor)) speak_as_musl(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

/* ASan asks for the signal stack at each function that doesn't return, and takes no for an answer
 * as badly as can be. The process that unpacks may not ask. */
int sigaltstack(const stack_t *stack, stack_t *before)
{
	int result = (int)syscall(SYS_sigaltstack, stack, before);

	if (result == 0 || errno != EPERM || stack || !before)
		return result;
	*before = (stack_t){ .ss_flags = SS_DISABLE };
	return 0;
}
