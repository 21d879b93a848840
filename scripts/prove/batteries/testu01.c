/* TestU01's batteries on 32-bit words from standard input: testu01 small|crush|big [--reversed] [number of a test …].
 * Writes a line a statistic to file descriptor 3: its name and its p-value. It reads on from one test to the next, so a
 * test that is asked for alone gets the first words of its input. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

static int reversed;

static unsigned int next_word(void) {
  static uint32_t words[1 << 14];
  static size_t at, count;
  if (at == count) {
    at = 0;
    count = fread(words, sizeof words[0], sizeof words / sizeof words[0], stdin);
    if (count == 0) {
      fputs("testu01: the input ended before the tests did\n", stderr);
      exit(3);
    }
  }
  uint32_t word = words[at++];
  if (reversed) {
    word = (word >> 1 & 0x55555555) | (word & 0x55555555) << 1;
    word = (word >> 2 & 0x33333333) | (word & 0x33333333) << 2;
    word = (word >> 4 & 0x0F0F0F0F) | (word & 0x0F0F0F0F) << 4;
    word = __builtin_bswap32(word);
  }
  return word;
}

int main(int count, char **arguments) {
  int repeats[120] = {0};
  int some = 0;
  for (int i = 2; i < count; i++) {
    int test = atoi(arguments[i]);
    if (strcmp(arguments[i], "--reversed") == 0) {
      reversed = 1;
    } else if (test >= 1 && test < 120) {
      repeats[test] = some = 1;
    } else {
      fprintf(stderr, "testu01: a test's number is 1 to 106, not %s\n", arguments[i]);
      return 2;
    }
  }
  for (int test = 0; test < 120 && !some; test++) {
    repeats[test] = 1;
  }
  swrite_Basic = FALSE;
  unif01_Gen *input = unif01_CreateExternGenBits("standard input", next_word);
  const char *battery = count > 1 ? arguments[1] : "";
  FILE *report = fdopen(3, "w");
  if (report == NULL) {
    fputs("testu01: the results go to file descriptor 3, which is not open\n", stderr);
    return 2;
  }
  if (strcmp(battery, "small") == 0) {
    bbattery_RepeatSmallCrush(input, repeats);
  } else if (strcmp(battery, "crush") == 0) {
    bbattery_RepeatCrush(input, repeats);
  } else if (strcmp(battery, "big") == 0) {
    bbattery_RepeatBigCrush(input, repeats);
  } else {
    fputs("testu01: the battery is small, crush or big\n", stderr);
    return 2;
  }
  for (int i = 0; i < bbattery_NTests; i++) {
    fprintf(report, "%s\t%.17g\n", bbattery_TestNames[i], bbattery_pVal[i]);
  }
  return 0;
}
