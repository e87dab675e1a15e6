#include "main/site_story.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "main/engine_files.h"

namespace yilin::commands {

using siting::SiteRule;

CoverStory::CoverStory(const Layers& layers, const CoverCase& c, const std::vector<std::int32_t>& open) : layers_(layers), c_(c), open_(open) {
  const auto n = static_cast<std::size_t>(c.merged.rows.sites);
  worth_.assign(n, 0), reaches_.assign(n, 0), is_open_.assign(n, 0);
  for (const std::int32_t j : open) is_open_[static_cast<std::size_t>(j)] = 1;
  for (std::int32_t r = 0; r < c.merged.rows.rows(); ++r) {
    const std::int64_t weight = c.merged.rows.weight[static_cast<std::size_t>(r)];
    std::int32_t count = 0, only = -1;
    for (const std::int32_t j : c.merged.rows.of(r)) {
      reaches_[static_cast<std::size_t>(j)] += weight;
      if (is_open_[static_cast<std::size_t>(j)]) only = j, ++count;
    }
    if (count == 1) worth_[static_cast<std::size_t>(only)] += weight;
    if (count > 0) {
      covered_ += weight;
      continue;
    }
    in_reach_ += weight;
    for (const std::int32_t j : c.merged.rows.of(r)) worth_[static_cast<std::size_t>(j)] += weight;
  }
  for (std::int32_t j = 0; j < c.merged.rows.sites; ++j)
    if (!is_open_[static_cast<std::size_t>(j)] && c.rule_of(j) != SiteRule::excluded) closed_.push_back(j);
  std::ranges::stable_sort(closed_, [&](std::int32_t a, std::int32_t b) { return worth_[static_cast<std::size_t>(a)] > worth_[static_cast<std::size_t>(b)]; });
}

double CoverStory::cost(std::int32_t j) const { return static_cast<double>(c_.cost[static_cast<std::size_t>(j)]) / static_cast<double>(layers_.candidates.table.cost_scale); }

bool CoverStory::covered(std::int32_t row) const {
  return std::ranges::any_of(c_.merged.rows.of(row), [&](std::int32_t j) { return is_open_[static_cast<std::size_t>(j)] != 0; });
}

void CoverStory::sites(JsonText& json, const std::vector<std::int32_t>* year) const {
  json.line().key("sites").open('[');
  for (std::size_t k = 0; k < open_.size(); ++k) {
    const auto j = static_cast<std::size_t>(open_[k]);
    json.line().open('{').field("id", layers_.candidates.table.id[j]).field("gain", layers_.shown(worth_[j])).field("in_reach", layers_.shown(reaches_[j]));
    if (year) json.field("year", (*year)[k]);
    if (!c_.cost.empty()) json.field("cost", cost(open_[k]));
    json.close('}');
  }
  json.line_end().close(']');
}

void CoverStory::totals(JsonText& json) const {
  const siting::MergedPeople& m = c_.merged;
  json.line().field("covered", layers_.shown(covered_ + m.already_covered)).field("covered_by_existing", layers_.shown(m.already_covered));
  json.key("uncovered").open('{').field("total", layers_.shown(in_reach_ + m.beyond_reach + m.unplaced));
  json.field("within_reach_of_a_candidate", layers_.shown(in_reach_)).field("beyond_reach", layers_.shown(m.beyond_reach));
  json.field("unplaced", layers_.shown(m.unplaced)).close('}');
}

void CoverStory::next(JsonText& json, const Neighbours& neighbours, bool one_period) const {
  const auto& ids = layers_.candidates.table.id;
  json.line().key("alternatives").open('[');
  for (std::size_t k = 0; k < std::min<std::size_t>(5, closed_.size()); ++k) {
    const auto j = static_cast<std::size_t>(closed_[k]);
    if (worth_[j] == 0) break;
    json.open('{').field("id", ids[j]).field("gain", layers_.shown(worth_[j]));
    if (!c_.cost.empty()) json.field("cost", cost(closed_[k]));
    json.close('}');
  }
  json.close(']');
  if (one_period) swaps(json);
  if (!closed_.empty()) {
    const auto j = static_cast<std::size_t>(closed_[0]);
    json.key("one_more").open('{').field("id", ids[j]).field("gain_at_least", layers_.shown(worth_[j]));
    if (neighbours.most_with_one_more) json.field("gain_at_most", layers_.shown(*neighbours.most_with_one_more - covered_));
    if (!c_.cost.empty()) json.field("cost", cost(closed_[0]));
    json.close('}');
  }
  std::int32_t least = -1;
  for (const std::int32_t j : open_)
    if (c_.rule_of(j) != SiteRule::required && (least < 0 || worth_[static_cast<std::size_t>(j)] < worth_[static_cast<std::size_t>(least)])) least = j;
  if (least < 0) return;
  const std::int64_t loss = worth_[static_cast<std::size_t>(least)];
  json.key("one_less").open('{').field("id", ids[static_cast<std::size_t>(least)]).field("loss_at_most", layers_.shown(loss));
  if (neighbours.most_with_one_less) json.field("loss_at_least", layers_.shown(std::clamp<std::int64_t>(covered_ - *neighbours.most_with_one_less, 0, loss)));
  if (!c_.cost.empty()) json.field("cost", cost(least));
  json.close('}');
}

// One open site for one closed one: what changes exactly, the five that cost least. People whom only the closing site serves stay
// covered if the other reaches them too.
void CoverStory::swaps(JsonText& json) const {
  const siting::CoverRows& rows = c_.merged.rows;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> shared;   // out, in
  for (std::int32_t r = 0; r < rows.rows(); ++r) {
    std::int32_t count = 0, only = -1;
    for (const std::int32_t j : rows.of(r))
      if (is_open_[static_cast<std::size_t>(j)]) only = j, ++count;
    if (count != 1) continue;
    for (const std::int32_t j : rows.of(r))
      if (j != only) shared[{only, j}] += rows.weight[static_cast<std::size_t>(r)];
  }
  std::vector<std::tuple<std::int64_t, std::int32_t, std::int32_t>> best;
  const auto offer = [&](std::int32_t out, std::int32_t in, std::int64_t common) {
    if (is_open_[static_cast<std::size_t>(in)] || c_.rule_of(out) != SiteRule::free || c_.rule_of(in) != SiteRule::free) return;
    if (c_.money && c_.cost[static_cast<std::size_t>(in)] > c_.cost[static_cast<std::size_t>(out)]) return;
    best.emplace_back(worth_[static_cast<std::size_t>(out)] - worth_[static_cast<std::size_t>(in)] - common, out, in);
  };
  for (const auto& [pair, common] : shared) offer(pair.first, pair.second, common);
  for (const std::int32_t out : open_)
    for (std::size_t k = 0; k < std::min<std::size_t>(5, closed_.size()); ++k)
      if (!shared.contains({out, closed_[k]})) offer(out, closed_[k], 0);
  const std::size_t shown = std::min<std::size_t>(5, best.size());
  std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(shown));
  json.line().key("swaps").open('[');
  for (std::size_t k = 0; k < shown; ++k) {
    const auto& [loss, out, in] = best[k];
    json.open('{').field("out", layers_.candidates.table.id[static_cast<std::size_t>(out)]).field("in", layers_.candidates.table.id[static_cast<std::size_t>(in)]).field("change", -layers_.shown(loss)).close('}');
  }
  json.close(']');
}

void CoverStory::who_gains(JsonText& json) const {
  enum : std::size_t { total, before, gain, figures };
  Breakdown sums(layers_.demand.table, figures);
  std::vector<char> row_covered(c_.merged.rows.weight.size());
  for (std::int32_t r = 0; r < c_.merged.rows.rows(); ++r) row_covered[static_cast<std::size_t>(r)] = covered(r);
  for (std::size_t i = 0; i < c_.merged.row_of.size(); ++i) {
    const std::int64_t weight = layers_.demand.table.weight[i];
    const std::int32_t row = c_.merged.row_of[i];
    sums.add(i, total, weight);
    if (row == siting::MergedPeople::kCovered) sums.add(i, before, weight);
    if (row >= 0 && row_covered[static_cast<std::size_t>(row)]) sums.add(i, gain, weight);
  }
  sums.write(json, [&](JsonText& out, std::span<const std::int64_t> of) {
    out.field("total", layers_.shown(of[total])).field("covered_before", layers_.shown(of[before])).field("gain", layers_.shown(of[gain]));
  });
}

Status CoverStory::write_uncovered(const std::string& path) const {
  std::string text = "id,reason\n";
  for (std::size_t i = 0; i < c_.merged.row_of.size(); ++i) {
    const std::int32_t row = c_.merged.row_of[i];
    if (row == siting::MergedPeople::kCovered || (row >= 0 && covered(row))) continue;
    text += fmt::format("{},{}\n", layers_.demand.table.id[i], row >= 0 ? "未选附近的备选点" : row == siting::MergedPeople::kBeyond ? "附近没有备选点" : "没有位置");
  }
  return write_text(path, text);
}

}  // namespace yilin::commands
