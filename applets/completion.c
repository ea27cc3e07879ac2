/* completion - print what makes a shell complete what linkbox understands       CONFIG_COMPLETION */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "base/fail.h"
#include "complete.h"

/* Bash cuts words at : and = too; they are put together before linkbox is asked, and what stands
 * before the last cut is taken off its answers. */
static const char bash[] =
	"_linkbox()\n"
	"{\n"
	"\tlocal line=${COMP_LINE:0:COMP_POINT} word cut program i n=-1\n"
	"\tlocal -a words\n"
	"\tprogram=$(type -P \"$1\" || type -P linkbox) && program=$(readlink -f \"$program\") || return\n"
	"\tfor ((i = 0; i <= COMP_CWORD; i++)); do\n"
	"\t\tword=${COMP_WORDS[i]}\n"
	"\t\tif ((i == 0)) || [[ $line == [[:blank:]]* ]]; then\n"
	"\t\t\tline=${line#\"${line%%[![:blank:]]*}\"}\n"
	"\t\t\twords[++n]=\n"
	"\t\tfi\n"
	"\t\t((i < COMP_CWORD)) || word=$line\n"
	"\t\twords[n]+=$word\n"
	"\t\tline=${line#\"$word\"}\n"
	"\tdone\n"
	"\tword=${words[n]#[\\\"\\']}\n"
	"\twords[n]=$word\n"
	"\tcut=${word%\"${word##*[\"$COMP_WORDBREAKS\"]}\"}\n"
	"\tCOMPREPLY=()\n"
	"\twhile IFS= read -r line; do\n"
	"\t\tif [[ $line == :files ]]; then\n"
	"\t\t\tcompopt -o filenames\n"
	"\t\t\twhile IFS= read -r line; do\n"
	"\t\t\t\tCOMPREPLY+=(\"$line\")\n"
	"\t\t\tdone < <(compgen -f -- \"${word#\"$cut\"}\")\n"
	"\t\telse\n"
	"\t\t\t[[ $line != *[:=] ]] || compopt -o nospace\n"
	"\t\t\tCOMPREPLY+=(\"${line#\"$cut\"}\")\n"
	"\t\tfi\n"
	"\tdone < <(\"$program\" completion words \"${words[@]}\" 2>/dev/null)\n"
	"}\n"
	"\n"
	"# The names that linkbox --install makes, where they are linkbox's.\n"
	"_linkbox_names()\n"
	"{\n"
	"\tlocal linkbox name\n"
	"\tlinkbox=$(type -P linkbox)\n"
	"\tcomplete -F _linkbox linkbox\n"
	"\tfor name; do\n"
	"\t\tcomplete -F _linkbox \"lb-$name\"\n"
	"\t\t[[ $(type -t \"$name\") == file && $(type -P \"$name\") -ef $linkbox ]] || continue\n"
	"\t\tcomplete -F _linkbox \"$name\"\n"
	"\tdone\n"
	"}\n"
	"_linkbox_names docker";

static void write_bash(void)
{
	puts("# What bash completes for linkbox: eval \"$(linkbox completion bash)\"");
	fputs(bash, stdout);
	for (const struct applet *const *applet = applets; *applet; applet++)
		if ((*applet)->summary)
			printf(" %s", (*applet)->name);
	puts("\nunset -f _linkbox_names");
}

/* All that busybox's ash completes are names of commands and files: links make commands of applets. */
static int refuse(const char *shell)
{
	fail_phase("", "");
	if (strcmp(shell, "ash") == 0 || strcmp(shell, "sh") == 0)
		return fail("%s completes names of commands only: `linkbox --install --prefix lb- /usr/local/bin` "
			    "lets lb-<Tab> list the applets", shell);
	return fail("no completion for %s: there is one for bash", shell);
}

static int completion_main(int argc, char **argv)
{
	if (strcmp(argv[0], "words") == 0)
		complete(argc - 1, argv + 1);   /* the script of bash asks so */
	else if (argc == 1 && strcmp(argv[0], "bash") == 0)
		write_bash();
	else
		return refuse(argv[argc - 1]), EXIT_FAILURE;
	return EXIT_SUCCESS;
}

const struct applet completion_applet = {
	.name         = "completion",
	.summary      = "Generate the autocompletion script for the specified shell",
	.operands     = "bash",
	.least        = 1,
	.most         = ANY_NUMBER,
	.words_follow = true,
	.for_anyone   = true,
	.main         = completion_main,
};
