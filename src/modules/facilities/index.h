#pragma once
// What the module keeps in memory, following each commit: the register with who is in it, and the dated books. Readers share a
// lock; changes come from the writer's thread after the commit.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "base/geo.h"
#include "kernel/command/kernel.h"
#include "kernel/parameters/parameters.h"
#include "modules/facilities/types.h"

namespace yilin::facilities {

class FacilityIndex {
 public:
  struct Entry {
    Facility facility;
    std::int32_t taken_full = 0, taken_day = 0;   // elders who have a bed
    std::vector<PhotoId> photos;
    std::int32_t taken() const { return taken_full + taken_day; }
    std::int32_t beds_free() const { return facility.beds > taken() ? facility.beds - taken() : 0; }
  };
  struct Near {
    Entry entry;
    std::int64_t distance_m = -1;                 // −1: no point asked for, or the facility is not placed
  };
  struct Found {
    std::vector<Near> rows;
    std::int64_t total = 0;
  };
  // Those wanted, nearest first; those not placed come last. Without a point: by id. `within_m` 0: however far.
  Found find(Place from, std::int64_t within_m, const std::function<bool(const Entry&)>& wanted, std::size_t skip, std::size_t limit) const;
  std::optional<Entry> get(FacilityId id) const;
  void for_each(const std::function<void(const Entry&)>& visit) const;  // by id; quick, it runs under the lock
  // Rises with every change: what was made from the register is as old as its version.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

  // Rises only when a facility opens, closes, moves or changes its kind or beds: what a map of reach was made from.
  std::uint64_t map_version() const { return map_version_.load(std::memory_order_acquire); }

  void put(Facility facility);                    // keeps who is in it
  void erase(FacilityId id);
  void occupy(FacilityId id, BedKind bed, std::int32_t by);
  void add_photo(FacilityId id, PhotoId photo);
  void remove_photo(FacilityId id, PhotoId photo);

 private:
  mutable std::shared_mutex mutex_;
  std::map<FacilityId, Entry> entries_;
  std::atomic<std::uint64_t> version_{1}, map_version_{1};
};

// Rows of data that change seldom: replaced as a whole.
enum class PackageKind : std::uint8_t { adaptation = 1, family_bed = 2 };
std::span<const entity::EnumName> enum_names(PackageKind);
struct PackageTerms {
  std::string code, name;
  PackageKind kind = PackageKind::adaptation;
  RegionCode region;
  Date valid_from, valid_to;
  Fen cost_fen;
  std::int64_t points_mild = 0, points_moderate = 0, points_severe = 0, points_complete = 0;
  std::string basis, confidence;
  static const entity::Table& fields();
};
struct Books {
  std::vector<StandardTerms> standards;
  std::vector<HousingTerms> housing;
  std::vector<PackageTerms> packages;
  DatedParameters parameters;
};

struct Shelf {
  FacilityIndex facilities;
  std::shared_ptr<const Books> books() const {
    const std::lock_guard lock(mutex_);
    return books_;
  }
  void put(std::shared_ptr<const Books> books) {
    const std::lock_guard lock(mutex_);
    books_ = std::move(books);
  }
  void load(sql::Connection& db, const entity::Vault& vault);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Books> books_;
};

std::shared_ptr<const Books> read_books(sql::Connection& db);
Shelf& shelf(const Kernel& kernel);

}  // namespace yilin::facilities
