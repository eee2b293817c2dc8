// What every measured program does: it reads a line and answers with a line.
//   case MODE CELL N T D H L FORM   makes ready: 0, or "none REASON" where it has no such thing
//   time MILLISECONDS               the median microseconds of a call
#pragma once
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

struct Case { std::string mode, cell; int N, T, D, H, L; std::string form; };

inline double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// As Timing.cs measures this library: a warm-up of a quarter of the time, then samples of at least 200 µs.
inline double median_us(const std::function<void()>& call, double milliseconds) {
  double start = seconds(); long calls = 0;
  do { call(); calls++; } while ((seconds() - start) * 4e3 < milliseconds);
  long each = std::max(1L, static_cast<long>(2e-4 * calls / (seconds() - start)));
  std::vector<double> samples; start = seconds();
  do {
    double sample = seconds();
    for (long i = 0; i < each; i++) call();
    samples.push_back((seconds() - sample) * 1e6 / each);
  } while (samples.size() < 5 || (seconds() - start) * 1e3 < milliseconds);
  std::nth_element(samples.begin(), samples.begin() + samples.size() / 2, samples.end());
  return samples[samples.size() / 2];
}

// Numbers that are not regular and not large, the same in every run.
inline void fill(float* numbers, size_t count, float bound) {
  uint32_t state = 12345;
  for (size_t i = 0; i < count; i++) { state = state * 1664525u + 1013904223u; numbers[i] = bound * (static_cast<float>(state >> 8) / 8388608.f - 1.f); }
}

inline int serve(const std::function<std::function<void()>(const Case&)>& prepare) {
  std::function<void()> call; std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line); std::string question; words >> question;
    if (question == "case") {
      Case c; words >> c.mode >> c.cell >> c.N >> c.T >> c.D >> c.H >> c.L >> c.form;
      try { call = nullptr; call = prepare(c); call(); printf("0\n"); }
      catch (const std::exception& error) { std::string why = error.what(); std::replace(why.begin(), why.end(), '\n', ' '); printf("none %s\n", why.c_str()); }
    } else if (question == "time") {
      double milliseconds; words >> milliseconds; printf("%.6g\n", median_us(call, milliseconds));
    } else return 1;
    fflush(stdout);
  }
  return 0;
}
