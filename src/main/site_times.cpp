// Reach from a given travel-time matrix.
#include <algorithm>

#include "engines/siting/travel_times.h"
#include "formats/siting/travel_times.h"
#include "main/site_command.h"

namespace yilin::commands {

Status take_times(const SiteOptions& options, Layers& layers) {
  YILIN_TRY(const std::string text, read_table_text(options.times));
  std::vector<std::string_view> sites = layers.candidates.table.id;
  sites.insert(sites.end(), layers.existing.table.id.begin(), layers.existing.table.id.end());
  YILIN_TRY(formats::siting::TravelTimeTable table, formats::siting::read_travel_times(text, options.times, layers.demand.table.id, sites));
  const siting::TravelTimes times{static_cast<std::int32_t>(sites.size()), std::move(table.start), std::move(table.site), std::move(table.seconds)};
  const std::int32_t limit = options.minutes > 0 ? siting::seconds_of_minutes(options.minutes) : siting::kSecondsMax;
  const auto candidates = static_cast<std::int32_t>(layers.candidates.table.size());
  layers.timed = true;
  layers.pairs = Layers::Pairs{siting::pairs_within(times, limit, 0, candidates), siting::pairs_within(times, limit, candidates, times.sites)};
  layers.warnings.insert(layers.warnings.end(), table.warnings.begin(), table.warnings.end());
  // Places do not matter any more, only whether something is known: of those in the table, and of everybody in a file without places.
  const siting::Point somewhere{0, 0};
  for (std::size_t i = 0; i < layers.demand.at.size(); ++i)
    if (table.demand_seen[i] || layers.demand.table.axes == formats::siting::Axes::none) layers.demand.at[i] = somewhere;
  for (Layer* sites_of : {&layers.candidates, &layers.existing}) std::ranges::fill(sites_of->at, somewhere);
  return {};
}

}  // namespace yilin::commands
