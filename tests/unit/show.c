/* Showing: ages, sizes, quotes, columns and ports, as Docker 20.10 and Go write them.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "show/age.h"
#include "show/port_list.h"
#include "show/quote.h"
#include "show/size.h"
#include "show/table.h"

static int number, failed;

static void is(const char *text, const char *wanted, const char *sentence)
{
	bool good = strcmp(text, wanted) == 0;

	printf("%sok %d - show: %s\n", good ? "" : "not ", ++number, sentence);
	if (!good)
		printf("# %s\n# instead of\n# %s\n", text, wanted);
	failed += !good;
}

static void shows_ages(void)
{
	static const struct {
		long long seconds;
		const char *age;
	} ages[] = {
		{ -1, "Less than a second" }, { 0, "Less than a second" }, { 1, "1 second" }, { 2, "2 seconds" },
		{ 59, "59 seconds" }, { 60, "About a minute" }, { 119, "About a minute" }, { 120, "2 minutes" },
		{ 3599, "59 minutes" }, { 3600, "About an hour" }, { 5399, "About an hour" }, { 5400, "2 hours" },
		{ 172799 - 1800, "47 hours" }, { 172800, "2 days" }, { 1209600 - 1801, "13 days" },
		{ 1209600, "2 weeks" }, { 5184000 - 1801, "8 weeks" }, { 5184000, "2 months" },
		{ 63072000 - 1801, "24 months" }, { 63072000, "2 years" },
	};
	char text[AGE_LENGTH];

	for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++)
		is(age_of(ages[i].seconds, text), ages[i].age, ages[i].age);
}

static void shows_sizes(void)
{
	char text[SIZE_LENGTH];

	is(size_of(0, text), "0B", "0B");
	is(size_of(999, text), "999B", "999B");
	is(size_of(1000, text), "1kB", "1kB");
	is(size_of(1239949, text), "1.24MB", "1.24MB");
	is(size_of(1982256, text), "1.98MB", "1.98MB");
	is(size_of(77700000000ULL, text), "77.7GB", "77.7GB");
	is(size_of_memory(25276502016ULL, text), "23.54GiB", "23.54GiB");
}

static void quotes(void)
{
	static const struct {
		const char *text, *quoted, *cut;
	} words[] = {
		{ "sleep 1", "\"sleep 1\"", "sleep 1" },
		{ "12345678901234567890", "\"12345678901234567890\"", "12345678901234567890" },
		{ "123456789012345678901", "\"123456789012345678901\"", "1234567890123456789…" },
		{ "a\"b\\c\n\t\x01\x7f", "\"a\\\"b\\\\c\\n\\t\\x01\\x7f\"", "a\"b\\c\n\t\x01\x7f" },
		{ "caf\xc3\xa9 \xff", "\"caf\xc3\xa9 \\xff\"", "caf\xc3\xa9 \xff" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
		  "\xe6\x97\xa5\xe6\x9c\xac", "\"日本語日本語日本語日本\"", "日本語日本語日本語…" },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		char quoted[200] = "", cut[200] = "";
		FILE *out = fmemopen(quoted, sizeof quoted, "w");

		quote_write(out, words[i].text, false);
		fclose(out);
		is(quoted, words[i].quoted, "quotes as Go does");
		out = fmemopen(cut, sizeof cut, "w");
		quote_cut(out, words[i].text, 20);
		fclose(out);
		is(cut, words[i].cut, "cuts to 20 columns");
	}
}

static void writes_tables(void)
{
	static const struct {
		const char *text, *table, *sentence;
	} tables[] = {
		{ "A\tB\n", "A         B\n", "a column is 10 wide at least" },
		{ "ID\tNAME\n1234567890\tx\n", "ID           NAME\n1234567890   x\n", "three spaces follow the longest cell" },
		{ "a\tbb\tc\n\t\td\n", "a         bb        c\n                    d\n", "empty cells count" },
		{ "caf\xc3\xa9 caf\xc3\xa9\tb\n", "caf\xc3\xa9 caf\xc3\xa9   b\n", "characters count, not bytes" },
		{ "long long long\tb\nno tab\nx\ty\n", "long long long   b\nno tab\nx         y\n", "a line without the column ends its run" },
		{ "one", "one", "text without a newline stays" },
		{ "", "", "nothing gives nothing" },
	};

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		char *text = NULL;
		size_t length;
		FILE *out = open_memstream(&text, &length);

		table_write(out, tables[i].text, TABLE_PLAIN);
		fclose(out);
		is(text, tables[i].table, tables[i].sentence);
		free(text);
	}
}

static void lists_ports(void)
{
	static const struct {
		const char *exposed[4], *published[4], *list, *sentence;
	} cases[] = {
		{ { 0 }, { 0 }, "", "no ports" },
		{ { "tcp 5432 5432" }, { 0 }, "5432/tcp", "exposed only" },
		{ { "tcp 9800 9803" }, { 0 }, "9800-9803/tcp", "a run of exposed ports" },
		{ { "tcp 80 80", "tcp 81 81", "udp 82 82" }, { 0 }, "80-81/tcp, 82/udp", "neighbours merge per protocol" },
		{ { "tcp 80 80", "tcp 443 443" }, { 0 }, "80/tcp, 443/tcp", "a gap divides" },
		{ { "tcp 5000 5000" }, { "tcp - 49153 49153 5000 5000" }, "0.0.0.0:49153->5000/tcp", "another number on the host" },
		{ { "tcp 9800 9803" }, { "tcp - 9800 9803 9800 9803" }, "0.0.0.0:9800-9803->9800-9803/tcp", "the same numbers merge" },
		{ { "tcp 99 99", "tcp 5000 5000", "tcp 5432 5432", "udp 80 80" },
		  { "tcp - 5000 5000 5000 5000", "udp 127.0.0.1 49153 49153 80 80" },
		  "99/tcp, 5432/tcp, 0.0.0.0:5000->5000/tcp, 127.0.0.1:49153->80/udp", "as Docker orders them" },
		{ { "tcp 53 53", "udp 53 53" }, { "tcp - 53 53 53 53" }, "53/udp, 0.0.0.0:53->53/tcp", "what is only exposed comes first" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		autorecord struct record container = { 0 }, status = { 0 };
		char *text = NULL;
		size_t length;
		FILE *out = open_memstream(&text, &length);

		for (int j = 0; j < 4 && cases[i].exposed[j]; j++)
			record_add(&container, "expose", cases[i].exposed[j]);
		for (int j = 0; j < 4 && cases[i].published[j]; j++)
			record_add(&status, "port", cases[i].published[j]);
		port_list_write(out, &container, &status);
		fclose(out);
		is(text, cases[i].list, cases[i].sentence);
		free(text);
	}
}

int main(void)
{
	shows_ages();
	shows_sizes();
	quotes();
	writes_tables();
	lists_ports();
	printf("1..%d\n", number);
	return failed > 0;
}
