/* References: which texts are one, and in which form they are stored.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "store/image/reference.h"

static int number, failed;

static void is(const char *text, const char *wanted)
{
	char reference[REFERENCE_LENGTH + 1];
	const char *found = reference_normalise(text, reference) < 0 ? "none" : reference;
	int good = strcmp(found, wanted) == 0;

	printf("%sok %d - reference: '%s' is %s\n", good ? "" : "not ", ++number, text, wanted);
	if (!good)
		printf("# found %s\n", found);
	failed += !good;
}

int main(void)
{
	is("busybox", "busybox:latest");
	is("busybox:1.36", "busybox:1.36");
	is("docker.io/library/busybox", "busybox:latest");
	is("index.docker.io/busybox:a", "busybox:a");
	is("library/busybox", "busybox:latest");
	is("library/a/b", "library/a/b:latest");
	is("docker.io/training/webapp", "training/webapp:latest");
	is("training/webapp:v1.0_A-b", "training/webapp:v1.0_A-b");
	is("localhost/a", "localhost/a:latest");
	is("localhost:5000/a/b:c", "localhost:5000/a/b:c");
	is("example.com/library/a", "example.com/library/a:latest");
	is("Example.COM/a", "Example.COM/a:latest");
	is("ab-c__d_e---f/g.0", "ab-c__d_e---f/g.0:latest");
	is("a:5000", "a:5000");
	is("", "none");
	is("A", "none");
	is("a b", "none");
	is("a/", "none");
	is("/a", "none");
	is("a//b", "none");
	is("a:", "none");
	is(":a", "none");
	is("a:b:c", "none");
	is("a:.b", "none");
	is("a:-b", "none");
	is("a___b", "none");
	is("a._b", "none");
	is("-a", "none");
	is("a-", "none");
	is("..", "none");
	is("../a", "none");
	is("a/../b", "none");
	is("-host.com/a", "none");
	is("host.com-/a", "none");
	is("host..com/a", "none");
	is("host.com:/a", "none");
	is("host.com:5x/a", "none");
	is("a@sha256:0000000000000000000000000000000000000000000000000000000000000000", "none");
	is("0000000000000000000000000000000000000000000000000000000000000000", "none");
	printf("1..%d\n", number);
	return failed != 0;
}
