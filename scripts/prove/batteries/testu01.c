/* TestU01 over 32-bit words from standard input. Argument: SmallCrush, Crush or BigCrush. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

static uint32_t words[1 << 16];
static size_t at, end;
static unsigned long long taken;

static unsigned int next(void) {
  if (at == end) {
    end = fread(words, sizeof *words, sizeof words / sizeof *words, stdin);
    at = 0;
    if (end == 0) {
      fprintf(stderr, "error: standard input ended\n");
      exit(2);
    }
    taken += end;
  }
  return words[at++];
}

int main(int count, char **arguments) {
  const char *battery = count > 1 ? arguments[1] : "SmallCrush";
  unif01_Gen *generator = unif01_CreateExternGenBits("standard input", next);
  swrite_Basic = FALSE;
  if (strcmp(battery, "SmallCrush") == 0)
    bbattery_SmallCrush(generator);
  else if (strcmp(battery, "Crush") == 0)
    bbattery_Crush(generator);
  else if (strcmp(battery, "BigCrush") == 0)
    bbattery_BigCrush(generator);
  else {
    fprintf(stderr, "error: no battery is called %s\n", battery);
    return 2;
  }
  unif01_DeleteExternGenBits(generator);
  /* What a program reads: the p-value of every statistic. */
  for (int i = 0; i < bbattery_NTests; i++)
    printf("result\t%s\t%.17g\n", bbattery_TestNames[i], bbattery_pVal[i]);
  printf("words\t%llu\n", taken);
  return 0;
}
