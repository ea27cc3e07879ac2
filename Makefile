# linkbox: one static binary. `make` builds it, `make help` lists the rest.
#
# SPDX-License-Identifier: MIT
VERSION = 0.1.0
PREFIX  = /usr/local

# CONFIG  which applets (.config syntax)      ARCH     the target's architecture
# O       where everything built goes         SYSROOT  of config/sysroot; empty: the system's libraries
# CROSS_COMPILE  prefix of an SDK's tools     SANITIZE=1  trap on undefined behaviour
CONFIG  = $(firstword $(wildcard .config) config/default.config)
ARCH   := $(shell uname -m)
O       = build/$(ARCH)/$(or $(basename $(notdir $(CONFIG))),custom)$(SANITIZE:1=-sanitize)
SYSROOT = $(if $(CROSS_COMPILE),,$(if $(wildcard /etc/debian_version),build/sysroot/$(ARCH)))
TOOLS   = $(or $(CROSS_COMPILE),$(SYSROOT:%=%/bin/musl-))
CC      = $(TOOLS)gcc
AR      = $(TOOLS)ar
STRIP   = $(TOOLS)strip
JOBS   := $(shell nproc)

include $(CONFIG)
CFLAGS   = -Os -g -fno-asynchronous-unwind-tables
CPPFLAGS = -D_GNU_SOURCE -Iapplets -Ilibcore -I$(O) -DLINKBOX_VERSION='"$(VERSION)"' \
	-DLINKBOX_STATE_DIR='$(CONFIG_STATE_DIR)' -DLINKBOX_RUN_DIR='$(CONFIG_RUN_DIR)' \
	-DLINKBOX_CONF='$(CONFIG_CONF_FILE)'
WARNINGS = -Wall -Wextra -Wshadow -Wmissing-prototypes -Werror
LDLIBS   = -lcjson -larchive -lz -lmd -lmnl -lcap
compile  = $(CC) -std=c11 $(WARNINGS) $(CPPFLAGS) $(CFLAGS) -fno-pie -ffunction-sections \
	-fdata-sections $(SANITIZE:1=-fsanitize=undefined -fsanitize-undefined-trap-on-error) -MMD -MP
link     = $(CC) -static -no-pie -Wl,--gc-sections $(LDFLAGS)
again    = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

# CONFIG_RM=y chooses applets/rm.c. What is no applet in applets/ serves them all; of libcore the
# linker takes what these call.
APPLETS := $(shell sed -n 's/^CONFIG_\(.*\)=y$$/\1/p' $(CONFIG) | tr A-Z a-z)
sources  = $(wildcard applets/*.c libcore/*/*.c)
existing := $(basename $(notdir $(shell grep -ls '^const struct applet ' applets/*.c)))
missing  = $(filter-out $(existing),$(APPLETS))
chosen   = $(filter $(existing),$(APPLETS))
serving  = $(filter-out $(existing),$(basename $(notdir $(wildcard applets/*.c))))
front    = $(patsubst %,$(O)/applets/%.o,$(serving) $(chosen))
core     = $(patsubst %.c,$(O)/%.o,$(sort $(wildcard libcore/*/*.c)))
units    = $(patsubst tests/unit/%.c,$(O)/unit/%,$(wildcard tests/unit/*.c))

all: $(O)/linkbox ## build O/linkbox, and O/linkbox.debug with its symbols

$(O)/linkbox: $(O)/linkbox.debug
	$(STRIP) -o $@ $<

$(O)/linkbox.debug: $(front) $(O)/libcore.a
	@echo 'link $@'
	@$(link) -o $@ $^ $(LDLIBS)

$(O)/libcore.a: $(core) $(wildcard libcore/*)
	@rm -f $@
	@$(AR) rcs $@ $(core)

$(O)/%.o: %.c Makefile $(CONFIG) | $(O)/applets.h toolchain
	@mkdir -p $(@D)
	@echo 'compile $<'
	@$(compile) -c -o $@ $<

$(O)/applets.h: FORCE
	$(if $(missing),$(error $(CONFIG) names applets that do not exist: $(missing)))
	@mkdir -p $(@D)
	@printf '$(if $(chosen),APPLET(%s)\n)' $(chosen) >$@.new
	@cmp -s $@.new $@ || cp $@.new $@

$(O)/unit/%: $(O)/tests/unit/%.o $(patsubst %,$(O)/applets/%.o,$(filter-out main,$(serving))) $(O)/libcore.a
	@mkdir -p $(@D)
	@$(link) -o $@ $^ $(LDLIBS)

toolchain:
	@$(if $(SYSROOT),config/sysroot $(ARCH))

unit: $(units)

deps: ## install what building, linting and testing need (Debian, as root)
	config/deps build lint test page demo

demo: ## play Docker's page about links, in namespaces of its own
	@config/deps build demo
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) board/demo

test: ## unit and system tests, in namespaces of their own
	@config/deps build test
	+@$(again) all unit
	@LINKBOX=$(abspath $(O)/linkbox) prove -j $(JOBS) $(wildcard tests/*.t) $(units)

test-page: ## Docker's page on real software: PostgreSQL and Flask
	@config/deps build page
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) tests/page/run

lint: $(sources:%.c=$(O)/%.lint) ## look for bugs without running anything: clang-tidy, cppcheck, gcc's analyzer
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -j $(JOBS) --suppress=memleak \
		--enable=warning,performance,portability $(CPPFLAGS) applets libcore

# gcc's analyzer is asked for leaks, and only for them: unlike the others it knows the cleanup attribute.
$(O)/%.lint: %.c .clang-tidy Makefile | $(O)/applets.h toolchain lint-tools
	@mkdir -p $(@D)
	@echo 'lint $<'
	@$(compile) -fanalyzer $(patsubst %,-Wno-analyzer-%,null-dereference possible-null-dereference \
		null-argument possible-null-argument use-of-uninitialized-value) -MT $@ -MF $@.d -c -o $@.o $<
	@clang-tidy --quiet $< -- -std=c11 $(CPPFLAGS) $(SYSROOT:%=-nostdlibinc -isystem %/include) 2>/dev/null
	@touch $@

lint-tools:
	@config/deps lint

size: all ## bytes of the binary, and of each part
	@ls -l $(O)/linkbox | awk '{ print $$5, $$NF }'
	@size $(front) $(core) | sort -n | awk '$$1 + 0 { print $$4, $$6 }'

install: all ## the binary to DESTDIR PREFIX/bin; `linkbox --install DIR` makes the names
	install -D -m 755 $(O)/linkbox $(DESTDIR)$(PREFIX)/bin/linkbox

defconfig tinyconfig: ## write .config to edit: every applet, or what the page uses
	cp config/$(subst defconfig,default,$(subst tinyconfig,tiny,$@)).config .config

clean: ## forget what was built here; the sysroot stays
	rm -rf build/$(ARCH)

help: ## this list
	@sed -n 's/^\([a-z-][a-z -]*\):.*## /\1: /p' Makefile

FORCE:
.PHONY: all toolchain unit deps demo test test-page lint lint-tools size install defconfig tinyconfig clean help FORCE
.SECONDARY:

-include $(shell find $(O) -name '*.d' 2>/dev/null)
