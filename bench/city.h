#pragma once
// A city to put load on: 濮阳市 with simulated elders and providers, and operators who place orders.

#include <string>
#include <vector>

#include "base/rng.h"
#include "main/city.h"

namespace yilin::bench {

struct CityShape {
  std::int64_t elders = 20'000;
  std::int64_t workers = 3'000;
  int operators = 8;
  std::int64_t code = 410900000000;
  bool whole_country = true;  // false: a handful of divisions instead, for tests
};
struct Operator {
  std::string username, password;
};

// Makes it in an empty database; progress goes to stderr. `source`: the folder that has data/.
std::vector<Operator> make_city(const CityOptions& options, const CityShape& shape, const std::string& source);

// Signs in over HTTP; what to send as Cookie from then on.
std::string sign_in(std::uint16_t port, const Operator& who);

// Orders that may be placed in it: any elder of a sample, any service that needs no review, tomorrow or later.
struct Wishes {
  std::vector<std::int64_t> elders, items;
  static Wishes of(Kernel& kernel);
  static Wishes of(const CityOptions& options);  // of a city that nobody has open
  std::string order(Rng& rng, Instant now) const;  // the body of POST /api/orders
};

// The communities of the served city, stand-ins and free places left out.
std::vector<RegionCode> communities(Kernel& kernel);

// A folder of its own, gone with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace yilin::bench
