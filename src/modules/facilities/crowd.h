#pragma once
// Where the city's elders live, as arrays that the siting engine streams over: made from the registry's columns, made again
// when they have changed. One unchanging picture may be held by several askers. Internal to facilities.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/geo.h"
#include "engines/siting/coverage.h"
#include "kernel/command/tx.h"
#include "modules/facilities/types.h"
#include "modules/registry/registry.h"

namespace yilin::facilities {

// Active elders; those in towns first, then those in the country, for their reach differs. Points are on the sphere in
// WGS-84; unplaced() where the registry has no place. 36 bytes each.
struct Crowd {
  std::vector<siting::Point> at;
  std::vector<std::int32_t> group;        // dense number of the community
  std::vector<std::uint32_t> labels;      // bits of registry::Label, verified
  std::vector<ElderId> id;
  std::size_t urban = 0;                  // how many of them are in towns
  std::int32_t groups = 0;
  std::vector<char> group_urban;
  std::vector<siting::Point> centre;      // mean place of each community's elders; unplaced() where nobody has one
  std::size_t placed = 0;
  std::uint64_t version = 0;              // of the population
  Instant as_of;
  MapDatum datum = MapDatum::wgs84;

  std::size_t size() const { return at.size(); }
  void resize(std::size_t n);
  void close_gap(std::size_t first, std::size_t last);   // takes [first, last) out
  siting::People people(bool urban_part) const;   // a view of one part
  siting::People everybody() const;
  std::vector<std::int32_t> numbers(bool urban_part) const;   // of that part, rising
};

class Crowds {
 public:
  explicit Crowds(Kernel& kernel) : kernel_(kernel) {}
  // The picture of now: at once when nobody has changed, else some 60 ms a million elders. Any thread but the writer's.
  std::shared_ptr<const Crowd> now();
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  void age() { version_.fetch_add(1, std::memory_order_release); }  // the datum of the places is declared anew
  // At start-up: everything that moves an elder, changes her or makes her one less ages the picture.
  void listen();

 private:
  std::shared_ptr<const Crowd> make(std::uint64_t version) const;
  Kernel& kernel_;
  std::mutex mutex_;
  std::shared_ptr<const Crowd> latest_;
  std::atomic<std::uint64_t> version_{1};
};
std::shared_ptr<const Crowd> crowd(const Kernel& kernel);

siting::Point point_of(Place place);      // unplaced() for none
Place place_at(const siting::Point& point);

// 422 on `field` when the place lies farther from every elder's community than the city's margin (parameter city_margin_m): it
// lies in the sea, in another city, or in the wrong datum by far. Nothing is said while nobody has a place.
Status check_inside_city(command::Reader& reader, Place place, std::string_view field, std::string_view label);
// How far the nearest community of the city is, by where its elders live; none: nobody has a place, or it is not placed.
std::optional<double> metres_to_city(const Crowd& crowd, Place place);
// Sentences for people: far from its own community; about a datum that would fit better.
std::vector<std::string> place_warnings(command::Reader& reader, Place place, RegionCode region);

}  // namespace yilin::facilities
