#include "modules/facilities/index.h"

#include <algorithm>
#include <tuple>

#include "kernel/entity/store.h"
#include "modules/facilities/memory.h"

namespace yilin::facilities {

namespace store = entity::store;

Shelf& shelf(const Kernel& kernel) { return memory(kernel).shelf; }

FacilityIndex::Found FacilityIndex::find(Place from, std::int64_t within_m, const std::function<bool(const Entry&)>& wanted, std::size_t skip,
                                         std::size_t limit) const {
  constexpr std::int64_t kFar = INT64_MAX;
  struct Hit {
    std::int64_t distance_m;
    const Entry* entry;
  };
  std::vector<Hit> hits;
  const std::shared_lock lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    if (!wanted(entry)) continue;
    const Place at{entry.facility.lon_e6, entry.facility.lat_e6};
    const std::int64_t far = from && at ? distance_m(from, at) : kFar;
    if (within_m > 0 && far > within_m) continue;
    hits.push_back({far, &entry});
  }
  const auto nearer = [](const Hit& a, const Hit& b) {
    return std::pair(a.distance_m, a.entry->facility.id) < std::pair(b.distance_m, b.entry->facility.id);
  };
  Found out;
  out.total = static_cast<std::int64_t>(hits.size());
  const std::size_t last = std::min(hits.size(), skip + limit);
  std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(last), hits.end(), nearer);
  for (std::size_t i = std::min(skip, last); i < last; ++i)
    out.rows.push_back({*hits[i].entry, hits[i].distance_m == kFar ? -1 : hits[i].distance_m});
  return out;
}

std::optional<FacilityIndex::Entry> FacilityIndex::get(FacilityId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

void FacilityIndex::for_each(const std::function<void(const Entry&)>& visit) const {
  const std::shared_lock lock(mutex_);
  for (const auto& [id, entry] : entries_) visit(entry);
}

void FacilityIndex::put(Facility facility) {
  const std::unique_lock lock(mutex_);
  Entry& entry = entries_[facility.id];
  const auto on_the_map = [](const Facility& f) { return std::tuple(f.state, f.kind, f.lon_e6, f.lat_e6, f.beds); };
  if (!entry.facility.id || on_the_map(entry.facility) != on_the_map(facility)) map_version_.fetch_add(1, std::memory_order_release);
  entry.facility = std::move(facility);
  version_.fetch_add(1, std::memory_order_release);
}

void FacilityIndex::erase(FacilityId id) {
  const std::unique_lock lock(mutex_);
  entries_.erase(id);
  map_version_.fetch_add(1, std::memory_order_release);
  version_.fetch_add(1, std::memory_order_release);
}

void FacilityIndex::occupy(FacilityId id, BedKind bed, std::int32_t by) {
  const std::unique_lock lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  (bed == BedKind::full ? found->second.taken_full : found->second.taken_day) += by;
  version_.fetch_add(1, std::memory_order_release);
}

void FacilityIndex::add_photo(FacilityId id, PhotoId photo) {
  const std::unique_lock lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  found->second.photos.push_back(photo);
  version_.fetch_add(1, std::memory_order_release);
}

void FacilityIndex::remove_photo(FacilityId id, PhotoId photo) {
  const std::unique_lock lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  std::erase(found->second.photos, photo);
  version_.fetch_add(1, std::memory_order_release);
}

std::shared_ptr<const Books> read_books(sql::Connection& db) {
  auto books = std::make_shared<Books>();
  // Rows without an id of their own: field by field.
  const auto all = [&]<class Row>(std::vector<Row>& out, sql::Literal table) {
    auto rows = db.rows(store::select<Row>(table, "t").add(" ORDER BY t.code, t.region, t.valid_from"));
    while (rows.next()) {
      Row& row = out.emplace_back();
      int column = 0;
      for (const entity::Field& f : Row::fields().fields()) f.codec->from_sql(rows, column++, f.member(&row));
    }
  };
  all(books->standards, "facility_standard");
  all(books->housing, "housing_rule");
  all(books->packages, "care_package");
  books->parameters.load(db, "coverage_parameter");
  return books;
}

void Shelf::load(sql::Connection& db, const entity::Vault& vault) {
  {
    auto rows = db.rows(store::select<Facility>("facility", "f"));
    while (rows.next()) facilities.put(store::read<Facility>(rows, vault, "facility"));
  }
  {
    auto rows = db.rows("SELECT facility_id, bed, COUNT(*) FROM facility_stay WHERE to_day IS NULL GROUP BY facility_id, bed");
    while (rows.next()) facilities.occupy(rows.id<FacilityId>(0), static_cast<BedKind>(rows.integer(1)), static_cast<std::int32_t>(rows.integer(2)));
  }
  {
    auto rows = db.rows("SELECT facility_id, id FROM facility_photo WHERE removed = 0 ORDER BY id");
    while (rows.next()) facilities.add_photo(rows.id<FacilityId>(0), rows.id<PhotoId>(1));
  }
  put(read_books(db));
}

}  // namespace yilin::facilities
