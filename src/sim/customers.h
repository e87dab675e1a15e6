#pragma once
// The elders of the city who order, and what they wish: a seeded choice from the registry, those in need first.

#include <string>
#include <vector>

#include "base/rng.h"
#include "modules/catalogue/catalogue.h"
#include "modules/registry/registry.h"
#include "sim/hands.h"

namespace yilin::sim {

struct Customer {
  ElderId id;
  std::string name;
  RegionCode region;
  std::int64_t lon_e6 = 0, lat_e6 = 0;
  registry::Ability ability = registry::Ability::unassessed;
  CallerPtr caller;                 // herself, at her own phone
  std::string tag;                  // of her door; "" = none was fixed
  Phone phone;
};

class Customers {
 public:
  // At most `count`; the same for the same registry and seed.
  Customers(Kernel& kernel, std::size_t count, std::uint64_t seed);
  bool empty() const { return list_.empty(); }
  // Others who are met on the way: visits that somebody else has ordered. Their doors have no tag that we know.
  void include(Kernel& kernel, std::vector<ElderId> ids);
  const Customer& draw(Rng& rng) const { return list_[rng.below(list_.size())]; }
  const Customer* find(ElderId id) const;
  const std::vector<Customer>& all() const { return list_; }

 private:
  void load(Kernel& kernel, const std::vector<ElderId>& ids);
  std::vector<Customer> list_;      // sorted by id
};

// Something she might order. `with_review`: also items that somebody must approve first.
const catalogue::ServiceItem* draw_item(const std::vector<catalogue::ServiceItem>& items, const Customer& customer, bool with_review, Rng& rng);

}  // namespace yilin::sim
