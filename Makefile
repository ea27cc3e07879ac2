# linkbox: one static binary. `make` builds it, `make help` lists the rest.
#
# SPDX-License-Identifier: MIT
VERSION = 0.1.0
PREFIX  = /usr/local

# CONFIG  which applets (.config syntax)      ARCH     the target's architecture
# O       where everything built goes         SYSROOT  of config/sysroot; empty: the system's libraries
# CROSS_COMPILE  prefix of an SDK's tools
# SANITIZE=1  with clang's ASan and UBSan, which musl has not: dynamic, with the system's libraries
CONFIG  = $(firstword $(wildcard .config) config/default.config)
ARCH   := $(shell uname -m)
O       = build/$(ARCH)/$(if $(SANITIZE),sanitize,$(or $(basename $(notdir $(CONFIG))),custom))
SYSROOT = $(if $(CROSS_COMPILE)$(SANITIZE),,$(if $(wildcard /etc/debian_version),build/sysroot/$(ARCH)))
TOOLS   = $(or $(CROSS_COMPILE),$(SYSROOT:%=%/bin/musl-))
CC      = $(if $(SANITIZE),clang,$(TOOLS)gcc)
AR      = $(TOOLS)ar
STRIP   = $(TOOLS)strip
JOBS   := $(shell nproc)
native  = $(if $(CROSS_COMPILE),,$(filter $(ARCH),$(shell uname -m)))

include $(CONFIG)
CFLAGS   = -Oz -g -fno-asynchronous-unwind-tables
CPPFLAGS = -D_GNU_SOURCE -Iapplets -Ilibcore -I$(O) -DLINKBOX_VERSION='"$(VERSION)"' \
	-DLINKBOX_STATE_DIR='$(CONFIG_STATE_DIR)' -DLINKBOX_RUN_DIR='$(CONFIG_RUN_DIR)' \
	-DLINKBOX_CONF='$(CONFIG_CONF_FILE)'
WARNINGS = -Wall -Wextra -Wshadow -Wmissing-prototypes -Werror
LDLIBS   = -lcjson -lz -lmd -lmnl -lcap
compile  = $(CC) -std=c11 $(WARNINGS) $(CPPFLAGS) $(CFLAGS) -fno-pie -ffunction-sections \
	-fdata-sections $(if $(SANITIZE),$(sanitize) -fsanitize=fuzzer-no-link) -MMD -MP
link     = $(CC) $(if $(SANITIZE),$(sanitize),$(static)) -no-pie $(LDFLAGS)
# Sorted, what is small lies together: a monitor writes to two pages of it, not to five.
static   = -static -Wl,--gc-sections,--sort-section=alignment,-z,noseparate-code,-z,norelro,--build-id=none
sanitize = -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
	-DSANITIZE_REPORT='"$(abspath $(O))/report"'
runtime  = $(if $(SANITIZE),$(O)/tests/sanitize.o)
options  = $(if $(SANITIZE),$(runtime) $(O)/tests/sanitize_options.o)
again    = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

# CONFIG_RM=y chooses applets/rm.c. Of what is no applet the linker takes what these call. A part that several
# share, as health checks, has config/without/health.c to stand in for it where CONFIG_HEALTH=y is missing.
APPLETS := $(shell sed -n 's/^CONFIG_\(.*\)=y$$/\1/p' $(CONFIG) | tr A-Z a-z)
sources  = $(wildcard applets/*.c applets/*/*.c libcore/*/*.c libcore/*/*/*.c)
existing := $(basename $(notdir $(shell grep -ls '^const struct applet [a-z]' applets/*.c)))
parts    = $(basename $(notdir $(wildcard config/without/*.c)))
missing  = $(filter-out $(existing) $(parts),$(APPLETS))
lacking  = $(strip $(foreach name,$(APPLETS),$(addprefix $(name):,$(filter-out $(APPLETS),$(needs_$(name))))))
chosen   = $(sort $(filter $(existing),$(APPLETS)))
serving  = $(filter-out $(existing:%=applets/%.c),$(filter applets/%,$(sources)))
front    = $(patsubst %.c,$(O)/%.o,applets/main.c $(chosen:%=applets/%.c) $(patsubst %,config/without/%.c,$(filter-out $(APPLETS),$(parts))))
core     = $(patsubst %.c,$(O)/%.o,$(sort $(filter libcore/%,$(sources))))
served   = $(patsubst %.c,$(O)/%.o,$(filter-out applets/main.c,$(serving)))
units    = $(patsubst tests/unit/%.c,$(O)/unit/%,$(wildcard tests/unit/*.c))
parsers  = $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))
replays  = $(parsers:%=$(O)/replay/%)

# Applets, and parts, that can't do without a part.
needs_archives = health
needs_update   = limits
$(foreach name,commit copying cp diff export import load save,$(eval needs_$(name) = archives))

all: $(O)/linkbox ## build O/linkbox, and O/linkbox.debug with its symbols

$(O)/linkbox: $(O)/linkbox.debug
	$(STRIP) -o $@ $<

$(O)/linkbox.debug: $(front) $(options) $(O)/served.a $(O)/libcore.a
	@echo 'link $@'
	@$(link) -Wl,-Map=$(O)/linkbox.map -o $@ $^ $(LDLIBS)

$(O)/libcore.a: $(core) $(wildcard libcore/* libcore/*/)
	@rm -f $@
	@$(AR) rcs $@ $(core)

$(O)/served.a: $(served)
	@rm -f $@
	@$(AR) rcs $@ $(served)

$(O)/%.o: %.c Makefile $(CONFIG) | $(O)/applets.h toolchain
	@mkdir -p $(@D)
	@echo 'compile $<'
	@$(compile) -c -o $@ $<

$(O)/applets.h: FORCE
	$(if $(missing),$(error $(CONFIG) names what does not exist: $(missing)))
	$(if $(lacking),$(error $(CONFIG) lacks parts that others of it need: $(lacking)))
	@mkdir -p $(@D)
	@printf '$(if $(chosen),APPLET(%s)\n)' $(chosen) >$@.new
	@cmp -s $@.new $@ || cp $@.new $@

$(O)/unit/%: $(O)/tests/unit/%.o $(options) $(O)/served.a $(O)/libcore.a
	@mkdir -p $(@D)
	@$(link) -o $@ $^ $(LDLIBS)

# A harness with a driver of ours, which gives it its seeds once, or with libFuzzer.
$(O)/replay/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/replay.o $(runtime) $(O)/served.a $(O)/libcore.a
	@mkdir -p $(@D)
	@$(link) -o $@ $^ $(LDLIBS)

$(O)/fuzz/%: $(O)/tests/fuzz/%.o $(runtime) $(O)/served.a $(O)/libcore.a
	@mkdir -p $(@D)
	@$(link) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

toolchain:
	@$(if $(SYSROOT),config/sysroot $(ARCH))

unit: $(units) $(replays)

deps: ## install what building, linting and testing need (Debian, as root); ARCH=… what building for it does
	config/deps build $(if $(native),lint test page demo,$(ARCH))

demo: ## play Docker's page about links, in namespaces of its own
	@config/deps build demo
	+@$(again) all
	@LINKBOX=$(abspath $(O)/linkbox) board/demo

include tests/tests.mk tests/durability.mk tests/bench.mk board/board.mk

# The NULL that ends a list of arguments is a pointer, in musl and in glibc.
lint: $(sources:%.c=$(O)/%.lint) ## look for bugs without running anything: clang-tidy, cppcheck, gcc's analyzer
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -j $(JOBS) --suppress=memleak --suppress=varFuncNullUB \
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

size: all ## bytes of the binary, of each folder and library in it, and of each file
	@config/sizes $(O)/linkbox $(O)/linkbox.map

man: $(O)/linkbox.1 ## write O/linkbox.1, the manual page, of what O/linkbox says of itself

$(O)/linkbox.1: config/man $(O)/linkbox
	@config/man $(O)/linkbox $(CONFIG_CONF_FILE) $(CONFIG_STATE_DIR) $(CONFIG_RUN_DIR) >$@.new
	@mv $@.new $@

# What is built for another machine can't be asked for its manual page.
install: all $(if $(native),man) ## all to DESTDIR PREFIX; `linkbox --install DIR` makes the names
	install -D -m 755 $(O)/linkbox $(DESTDIR)$(PREFIX)/bin/linkbox
	$(if $(native),install -D -m 644 $(O)/linkbox.1 $(DESTDIR)$(PREFIX)/share/man/man1/linkbox.1)
	$(if $(native),$(if $(filter completion,$(chosen)),$(O)/linkbox completion bash | \
		install -D -m 644 /dev/stdin $(DESTDIR)$(PREFIX)/share/bash-completion/completions/linkbox))

deb: ## O/linkbox.deb, a Debian package
	@rm -rf $(O)/deb
	@$(MAKE) --no-print-directory DESTDIR=$(abspath $(O)/deb) PREFIX=/usr install >/dev/null
	@board/deb $(O)/deb $(VERSION) $(ARCH) $(O)/linkbox.deb

defconfig tinyconfig: ## write .config to edit: every applet, or what the page uses
	cp config/$(subst defconfig,default,$(subst tinyconfig,tiny,$@)).config .config

clean: ## forget what was built here; the sysroot stays
	rm -rf build/$(ARCH)

help: ## this list
	@sed -n 's/^\([a-z-][a-z -]*\):.*## /\1: /p' $(MAKEFILE_LIST)

FORCE:
.PHONY: all toolchain unit deps demo lint lint-tools size man install deb defconfig tinyconfig clean help FORCE
.SECONDARY:

-include $(shell find $(O) -type f -name '*.d' 2>/dev/null)
