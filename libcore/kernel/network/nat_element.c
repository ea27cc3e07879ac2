/* SPDX-License-Identifier: MIT */
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kernel/network/nat_element.h"

enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };

/* Fields start at multiples of four bytes, unless there is only one. */
static void append(struct nft_value *value, const void *bytes, size_t length)
{
	memcpy(value->bytes + value->length, bytes, length);
	value->length += 4;
}

static int append_address(struct nft_value *value, const char *word, uint32_t *address)
{
	if (!word || text_address(word, address) < 0)
		return -1;
	append(value, address, sizeof *address);
	return 0;
}

static int append_protocol(struct nft_value *value, const char *word, uint8_t *protocol)
{
	if (word && strcmp(word, "tcp") == 0)
		*protocol = PROTOCOL_TCP;
	else if (word && strcmp(word, "udp") == 0)
		*protocol = PROTOCOL_UDP;
	else
		return -1;
	append(value, protocol, sizeof *protocol);
	return 0;
}

static int append_port(struct nft_value *value, const char *word, uint16_t *port)
{
	unsigned long number;
	uint16_t wire;

	if (!word || text_number(word, UINT16_MAX, &number) < 0 || !number)
		return -1;
	*port = (uint16_t)number;
	wire = htobe16(*port);
	append(value, &wire, sizeof wire);
	return 0;
}

static int parse_key(struct nat_element *element, char **rest)
{
	const struct nft_collection *collection = &element->kind->collection;
	int addresses = 0;

	for (int i = 0; i < NFT_FIELDS && collection->key[i]; i++) {
		int result;

		if (collection->key[i] == NFT_ADDRESS)
			result = append_address(&element->key, text_cut(rest, ' '),
				&element->address[addresses++]);
		else if (collection->key[i] == NFT_PROTOCOL)
			result = append_protocol(&element->key, text_cut(rest, ' '),
				&element->protocol);
		else
			result = append_port(&element->key, text_cut(rest, ' '),
				&element->first_port);
		if (result < 0)
			return -1;
	}
	element->last_port = element->first_port;
	if (!collection->interval)
		return 0;
	/* The same again, with another port at its end. */
	element->last = element->key;
	element->last.length -= 4;
	if (append_port(&element->last, text_cut(rest, ' '), &element->last_port) < 0)
		return -1;
	return element->last_port < element->first_port ? -1 : 0;
}

static int parse_data(struct nat_element *element, char **rest)
{
	const enum nft_type *types = element->kind->collection.data;

	if (types[0] && append_address(&element->data, text_cut(rest, ' '), &element->target) < 0)
		return -1;
	if (types[1] && append_port(&element->data, text_cut(rest, ' '), &element->target_port) < 0)
		return -1;
	return 0;
}

static const struct nat_kind *find_kind(const char *line)
{
	size_t length = strcspn(line, "=");

	for (const struct nat_kind *kind = nat_kinds; kind->key; kind++)
		if (strlen(kind->key) == length && memcmp(kind->key, line, length) == 0)
			return kind;
	return NULL;
}

int nat_element_parse(struct nat_element *element, const char *line)
{
	char words[128];
	char *rest = words;

	*element = (struct nat_element){ .kind = find_kind(line) };
	if (!element->kind)
		return 0;
	line += strlen(element->kind->key) + 1;
	if (snprintf(words, sizeof words, "%s", line) < (int)sizeof words
	    && parse_key(element, &rest) == 0 && parse_data(element, &rest) == 0
	    && !text_cut(&rest, ' '))
		return 1;
	errno = EINVAL;
	return -1;
}
