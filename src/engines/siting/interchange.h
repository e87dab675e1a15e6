#pragma once
// Fast interchange for the p-median (Whitaker 1983; Resende & Werneck 2007): nearest and second nearest open site of every client; the
// best partner of an entering site concerns the clients who are nearer to it than to their second nearest, and no others.

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "engines/siting/distance_table.h"

namespace yilin::siting {

class Interchange {
 public:
  Interchange(const DistanceTable& distance, const std::vector<std::int64_t>& weight, const std::vector<char>& locked);
  void start_from(const std::vector<std::int32_t>& open);
  // Swaps until no single swap among `candidates` gains.
  void descend(const std::vector<std::int32_t>& candidates);
  // `count` random swaps.
  void shake(int count, Rng& rng, const std::vector<std::int32_t>& candidates);
  std::int64_t value() const { return value_; }
  const std::vector<std::int32_t>& open() const { return open_; }

 private:
  struct Move {
    std::int64_t gain = 0;
    std::int32_t out = -1;     // position in open_
  };
  Move best_partner(std::int32_t in);
  void swap(std::int32_t position, std::int32_t in);
  void recount();
  void weigh();

  const DistanceTable& d_;
  const std::vector<std::int64_t>& weight_;
  const std::vector<char>& locked_;
  std::vector<std::int32_t> open_, first_, second_;   // positions in open_
  std::vector<std::int32_t> near_, next_;             // distances to them
  std::vector<char> is_open_;
  std::vector<std::int64_t> base_, loss_;             // by position: what closing it costs, alone and with a site entering
  std::vector<char> block_;                           // of clients: does the entering site matter to one of them?
  std::int64_t value_ = 0;
};

}  // namespace yilin::siting
