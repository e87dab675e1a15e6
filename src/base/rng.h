#pragma once
// Randomness is a parameter. Rng (SplitMix64-seeded xoshiro256**, Blackman & Vigna 2018) replays from its seed: for the
// simulator and for tests. Secrets come from sealing's secure_random, never from here.

#include <cstdint>

namespace yilin {

class Rng {
 public:
  explicit Rng(std::uint64_t seed);
  std::uint64_t next();
  std::uint64_t below(std::uint64_t n);             // uniform in [0, n), n > 0
  std::int64_t between(std::int64_t lo, std::int64_t hi);  // inclusive
  double uniform();                                 // [0, 1)
  bool chance(double p) { return uniform() < p; }
  double normal();                                  // mean 0, sd 1
  Rng fork(std::uint64_t stream);                   // an independent stream

 private:
  std::uint64_t s_[4];
};

}  // namespace yilin
