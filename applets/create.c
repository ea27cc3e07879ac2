/* create - make a container without starting it                         CONFIG_CREATE */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "applet.h"
#include "base/limits.h"
#include "request/request.h"

static int create_main(int argc, char **argv)
{
	char id[ID_LENGTH + 1];
	int status = request_check("create") < 0 ? 125 : request_create(argv, argc, id, "create");

	if (!status)
		puts(id);
	return status;
}

const struct applet create_applet = {
	.name         = "create",
	.summary      = "Create a new container",
	.operands     = "IMAGE [COMMAND] [ARG...]",
	.least        = 1,
	.most         = ANY_NUMBER,
	.options      = request_options,
	.words_follow = true,
	.main         = create_main,
};
