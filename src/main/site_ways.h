#pragma once
// The models that look at how far each way is: their table, and what a plan means for the people who go there.

#include "engines/siting/cover_problem.h"
#include "engines/siting/distance_table.h"
#include "main/site_command.h"

namespace yilin::commands {

struct WaysCase {
  siting::DistanceTable way;                 // candidates, then existing sites; metres or seconds; kUnreachable: no way, or too long
  std::int32_t candidates = 0;
  std::vector<siting::SiteRule> state;       // per site; existing ones are required
  std::vector<std::size_t> clients;          // rows of the demand file
  std::vector<std::int32_t> client_of;       // per row: its client, or -1 for want of a place
  std::int64_t unplaced = 0;                 // weight of those
  bool minutes = false;                      // the table is in seconds and shown in minutes
  double shown(double far) const { return minutes ? far / 60 : far; }
  std::string_view unit() const { return minutes ? "分钟" : "米"; }
};

// Sites with whom they serve and what closing them costs, the next best, one site more or less, ways by community and by label. `open`:
// existing ones among them. `longest`: p-center, what counts is the longest way; otherwise the sum of all.
void tell_ways(JsonText& json, const Layers& layers, const WaysCase& c, std::vector<std::int32_t> open, bool longest);
// "unplaced", then how far people go, by community and by label; `near` and `before` per client, before: to what exists already.
void tell_who_goes_how_far(JsonText& json, const Layers& layers, const WaysCase& c, const std::vector<double>& near, const std::vector<double>& before);
std::vector<double> way_before(const WaysCase& c);

int site_capacitated(const SiteOptions& options, const Layers& layers, const WaysCase& c);

}  // namespace yilin::commands
