#pragma once
// Do a few sites reach everybody within a radius? Asked of a handful of clients that lie badly for one another, exactly; a set of
// sites that serves those but not everybody adds the client it leaves farthest out (Chen & Handler 1987; Contardo, Iori &
// Kramer 2019). The clients stay for the next radius.

#include <array>
#include <cstdint>
#include <functional>
#include <unordered_set>
#include <vector>

#include "engines/siting/distance_table.h"

namespace yilin::siting {

class FewCenters {
 public:
  FewCenters(const DistanceTable& distance, std::int32_t p) : d_(distance), p_(p) {}
  enum class Answer : std::uint8_t { yes, no, unknown };
  Answer ask(std::int32_t radius, const std::function<bool()>& time_is_up);
  const std::vector<std::int32_t>& open() const { return open_; }   // after yes: p or fewer

 private:
  static constexpr std::size_t kWords = 4;
  using Mask = std::array<std::uint64_t, kWords>;   // of clients_
  struct Column {
    Mask mask;
    std::int32_t site;
  };
  void gather(std::int32_t radius);
  bool choose(const Mask& left, std::int32_t sites);
  void fill_up(std::int32_t radius);
  std::int32_t farthest_out() const;

  const DistanceTable& d_;
  const std::int32_t p_;
  std::vector<std::int32_t> clients_, open_, near_;
  std::vector<Column> columns_;                     // none within another
  std::vector<std::vector<std::int32_t>> of_client_;
  std::vector<Mask> together_;                      // clients that some site serves together with this one
  std::int64_t nodes_ = 0;
  bool stopped_ = false;
  using Question = std::array<std::uint64_t, kWords + 1>;   // clients left, and how many sites
  struct QuestionHash {
    std::size_t operator()(const Question& q) const {
      std::uint64_t h = 0;
      for (const std::uint64_t w : q) h = (h ^ w) * 0x9e3779b97f4a7c15, h ^= h >> 31;
      return static_cast<std::size_t>(h);
    }
  };
  std::unordered_set<Question, QuestionHash> hopeless_;
  const std::function<bool()>* time_is_up_ = nullptr;
};

}  // namespace yilin::siting
