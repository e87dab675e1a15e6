#pragma once
// Names beside ids, for what screens see. Internal to orders.

#include <string>
#include <vector>

#include "modules/catalogue/catalogue.h"
#include "modules/registry/registry.h"

namespace yilin::orders {

struct Names {
  registry::Briefs elders;
  const registry::ElderBrief* of(ElderId id) const { return elders.find(id); }
  // Fills the two names that every row shows.
  template <class View>
  void into(View& view, ElderId id) const {
    const auto* elder = of(id);
    if (elder == nullptr) return;
    view.elder_name = elder->name;
    view.region_name = elder->region_name;
  }
};

// One question for the elders of all rows.
template <class Rows>
Names names_of(const command::Reader& reader, const Rows& rows) {
  std::vector<ElderId> ids;
  for (const auto& row : rows) ids.push_back(row.elder_id);
  return {registry::Briefs(reader, std::move(ids))};
}

inline std::string item_name(const Kernel& kernel, ServiceItemId id) {
  const auto item = catalogue::item(kernel, id);
  return item ? item->name : std::string();
}

}  // namespace yilin::orders
