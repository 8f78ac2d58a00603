# SPDX-License-Identifier: Apache-2.0
# The fuzzing build: everything once more, with clang, coverage and sanitizers,
# in the folder where it is called. The target fuzz of the makefile says
# SOURCES, srcdir, FLAGS and LIBRARIES. One program holds every target and goes
# by the name under which it is called.
FUZZ_CC = clang
FUZZ_CFLAGS = -g1 -O1 -fno-omit-frame-pointer -std=gnu11 -Wall -Wextra -Werror
FUZZ_SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all
objects = $(patsubst %.c,%.o,$(filter %.c,$(filter-out %/replay.c,$(SOURCES))))
targets = answers archive arrangement codelist compare container crosswalk document \
	license lines pack policy revocation rules schema signature status-list \
	timestamp trust-list
programs = $(targets:%=fuzz-%)

all: $(programs)

$(programs): fuzz
	@ln -sf fuzz $@

fuzz: $(objects)
	@echo "  LINK     $@"
	@$(FUZZ_CC) -fsanitize=fuzzer $(FUZZ_SANITIZE) -o $@ $(objects) $(LIBRARIES)

$(objects): %.o: $(srcdir)/%.c
	@mkdir -p $(@D)
	@echo "  FUZZ     $@"
	@$(FUZZ_CC) $(FLAGS) $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link \
	    $(FUZZ_SANITIZE) -MMD -MP -c -o $@ $<

-include $(objects:.o=.d)
