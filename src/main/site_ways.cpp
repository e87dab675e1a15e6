#include "main/site_ways.h"

#include <algorithm>
#include <cmath>

namespace yilin::commands {
namespace {

using siting::kUnreachable;

// Nearest and second nearest open site of every client, and what opening or closing one site changes: of the sum of all ways, or of the
// longest one. Nothing: somebody would be left without a way.
class Nearest {
 public:
  Nearest(const Layers& layers, const WaysCase& c, const std::vector<std::int32_t>& open, bool longest) : layers_(layers), c_(c), longest_(longest) {
    const auto clients = static_cast<std::size_t>(c.way.clients);
    near.assign(clients, kUnreachable), next.assign(clients, kUnreachable), site.assign(clients, -1);
    for (const std::int32_t j : open)
      for (std::size_t i = 0; i < clients; ++i) {
        const std::int32_t far = c.way.row(j)[i];
        if (far < near[i]) next[i] = near[i], near[i] = far, site[i] = j;
        else next[i] = std::min(next[i], far);
      }
    now_ = *measure([&](std::size_t i) { return near[i]; });
  }
  std::vector<std::int32_t> near, next, site;

  std::optional<double> without(std::int32_t j) const {
    const auto then = measure([&](std::size_t i) { return site[i] == j ? next[i] : near[i]; });
    return then ? std::optional(*then - now_) : std::nullopt;
  }
  double with(std::int32_t j) const {
    return now_ - *measure([&](std::size_t i) { return std::min(near[i], c_.way.row(j)[i]); });
  }

 private:
  template <class Way>
  std::optional<double> measure(Way&& way) const {
    double total = 0;
    for (std::size_t i = 0; i < c_.clients.size(); ++i) {
      const std::int32_t far = way(i);
      if (far >= kUnreachable) return std::nullopt;
      total = longest_ ? std::max<double>(total, far) : total + far * layers_.shown(layers_.demand.table.weight[c_.clients[i]]);
    }
    return c_.shown(total);
  }
  const Layers& layers_;
  const WaysCase& c_;
  const bool longest_;
  double now_ = 0;
};

}  // namespace

std::vector<double> way_before(const WaysCase& c) {
  std::vector<double> before(c.clients.size(), kUnreachable);
  for (std::int32_t j = c.candidates; j < c.way.sites; ++j)
    for (std::size_t i = 0; i < before.size(); ++i) before[i] = std::min<double>(before[i], c.way.row(j)[i]);
  return before;
}

void tell_who_goes_how_far(JsonText& json, const Layers& layers, const WaysCase& c, const std::vector<double>& near, const std::vector<double>& before) {
  // Sums of weight × way as whole thousandths of the unit, so that they do not depend on the order.
  enum : std::size_t { people, way, nearer, without_before, way_before, figures };
  Breakdown sums(layers.demand.table, figures);
  json.line().field("unplaced", layers.shown(c.unplaced));
  for (std::size_t i = 0; i < c.clients.size(); ++i) {
    const std::size_t row = c.clients[i];
    const std::int64_t weight = layers.demand.table.weight[row];
    const auto milli = [&](double far) { return static_cast<std::int64_t>(std::llround(far * 1000)) * weight; };
    sums.add(row, people, weight), sums.add(row, way, milli(near[i]));
    if (near[i] < before[i]) sums.add(row, nearer, weight);
    if (before[i] >= kUnreachable) sums.add(row, without_before, weight);
    else sums.add(row, way_before, milli(before[i]));
  }
  const bool standing = c.way.sites > c.candidates;
  sums.write(json, [&](JsonText& out, std::span<const std::int64_t> of) {
    const auto mean = [&](std::int64_t sum, std::int64_t of_people) { return of_people == 0 ? 0.0 : c.shown(static_cast<double>(sum) / 1000 / static_cast<double>(of_people)); };
    out.field("people", layers.shown(of[people])).field("mean_way", mean(of[way], of[people])).field("nearer_than_before", layers.shown(of[nearer]));
    if (standing) out.field("without_a_way_before", layers.shown(of[without_before])).field("mean_way_before", mean(of[way_before], of[people] - of[without_before]));
  });
}

void tell_ways(JsonText& json, const Layers& layers, const WaysCase& c, std::vector<std::int32_t> open, bool longest) {
  std::ranges::sort(open);
  open.erase(std::unique(open.begin(), open.end()), open.end());
  const Nearest nearest(layers, c, open, longest);
  const auto id = [&](std::int32_t j) { return layers.candidates.table.id[static_cast<std::size_t>(j)]; };
  std::vector<std::int64_t> served(static_cast<std::size_t>(c.way.sites), 0);
  for (std::size_t i = 0; i < c.clients.size(); ++i) served[static_cast<std::size_t>(nearest.site[i])] += layers.demand.table.weight[c.clients[i]];
  struct Change {
    std::int32_t site;
    double by;
  };
  std::optional<Change> one_less;
  json.line().key("sites").open('[');
  for (const std::int32_t j : open) {
    if (j >= c.candidates) continue;
    const std::optional<double> loss = nearest.without(j);
    json.line().open('{').field("id", id(j)).field("serves", layers.shown(served[static_cast<std::size_t>(j)]));
    if (loss) json.field("farther_without", *loss);
    else json.field("needed", true);
    json.close('}');
    if (loss && c.state[static_cast<std::size_t>(j)] == siting::SiteRule::free && (!one_less || *loss < one_less->by)) one_less = Change{j, *loss};
  }
  json.line_end().close(']');
  std::vector<Change> more;
  std::vector<char> is_open(static_cast<std::size_t>(c.way.sites), 0);
  for (const std::int32_t j : open) is_open[static_cast<std::size_t>(j)] = 1;
  for (std::int32_t j = 0; j < c.candidates; ++j)
    if (!is_open[static_cast<std::size_t>(j)] && c.state[static_cast<std::size_t>(j)] == siting::SiteRule::free) more.push_back({j, nearest.with(j)});
  std::ranges::stable_sort(more, std::greater<>(), &Change::by);
  json.line().key("alternatives").open('[');
  for (std::size_t k = 0; k < std::min<std::size_t>(5, more.size()) && more[k].by > 0; ++k) json.open('{').field("id", id(more[k].site)).field("shorter", more[k].by).close('}');
  json.close(']');
  if (!more.empty()) json.key("one_more").open('{').field("id", id(more[0].site)).field("shorter_at_least", more[0].by).close('}');
  if (one_less) json.key("one_less").open('{').field("id", id(one_less->site)).field("farther_at_most", one_less->by).close('}');
  tell_who_goes_how_far(json, layers, c, {nearest.near.begin(), nearest.near.end()}, way_before(c));
}

}  // namespace yilin::commands
