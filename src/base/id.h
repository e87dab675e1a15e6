#pragma once
// Strong 64-bit ids. Layout, most significant first: 1 zero bit, 41 bits of milliseconds since 2024-01-01 UTC,
// 10 bits of cell number, 12 bits of sequence. Ids of a cell rise with time, across restarts too (IdSource), and two
// cells never collide. In JSON an id is a decimal string (JavaScript numbers end at 2^53).

#include <compare>
#include <cstdint>
#include <functional>

namespace yilin {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0 = none
  constexpr explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using ElderId = Id<struct ElderTag>;
using HouseholdId = Id<struct HouseholdTag>;
using ContactId = Id<struct ContactTag>;
using UserId = Id<struct UserTag>;
using OrganisationId = Id<struct OrganisationTag>;
using FacilityId = Id<struct FacilityTag>;
using WorkerId = Id<struct WorkerTag>;
using ServiceItemId = Id<struct ServiceItemTag>;
using OrderId = Id<struct OrderTag>;
using VisitId = Id<struct VisitTag>;
using AssignmentId = Id<struct AssignmentTag>;
using QuotaId = Id<struct QuotaTag>;
using RatingId = Id<struct RatingTag>;
using ReceiptId = Id<struct ReceiptTag>;
using CallId = Id<struct CallTag>;
using ImportId = Id<struct ImportTag>;
using FileId = Id<struct FileTag>;

// One per cell, owned by the writer thread (not thread-safe).
class IdSource {
 public:
  static constexpr int kCellMax = 1023;
  // `floor`: the high-water mark stored before the last stop; no id at or below it is given again.
  IdSource(int cell, std::int64_t floor);

  template <class IdType>
  IdType next(std::int64_t now_ms) { return IdType{next_value(now_ms)}; }
  std::int64_t next_value(std::int64_t now_ms);
  std::int64_t high_water() const { return last_; }

 private:
  int cell_;
  std::int64_t last_;
};

}  // namespace yilin

template <class Tag>
struct std::hash<yilin::Id<Tag>> {
  std::size_t operator()(yilin::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
