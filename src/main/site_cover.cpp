// Covering models on CSV layers: most people with p sites or a budget, everybody with the fewest, several years nested.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

#include "engines/siting/cover_search.h"
#include "engines/siting/max_cover.h"
#include "engines/siting/nested_cover.h"
#include "engines/siting/set_cover.h"
#include "main/engine_files.h"
#include "main/site_command.h"

namespace yilin::commands {
namespace {

using siting::SiteRule;

struct Case {
  siting::MergedPeople merged;
  std::vector<std::int64_t> cost;        // empty: by number
  std::vector<SiteRule> rule;
  std::vector<std::int64_t> budgets;     // one a year
  bool money = false;
};

Result<Case> build(const SiteOptions& o, const Layers& layers) {
  const formats::siting::PointTable& candidates = layers.candidates.table;
  Case c;
  if (!o.p.empty() && !o.budget.empty()) return fail(errors::invalid, "--p 与 --budget 只能选一个。");
  c.money = !o.budget.empty();
  if (c.money) {
    if (candidates.cost.empty()) return fail(errors::invalid, "按预算选址时，备选点文件须有造价（cost）一列。");
    c.cost = candidates.cost;
    for (const double b : o.budget) {
      if (!(b > 0 && b < 1e15)) return fail(errors::invalid, "预算须为正数。");
      c.budgets.push_back(static_cast<std::int64_t>(std::floor(b * static_cast<double>(candidates.cost_scale) + 1e-9)));
    }
  } else {
    c.budgets = o.p;
  }
  // --years N repeats a single budget; --years a,b,c alone are the cumulative numbers of sites.
  if (!o.years.empty()) {
    const bool labels = std::ranges::all_of(o.years, [](std::int64_t y) { return y >= 1990 && y <= 2200; });
    if (c.budgets.empty() && o.years.size() > 1) c.budgets = o.years;
    else if (o.years.size() == 1 && !labels && c.budgets.size() == 1 && o.years[0] >= 1 && o.years[0] <= 30) {
      const std::int64_t each = c.budgets[0];
      for (std::int64_t t = 2; t <= o.years[0]; ++t) c.budgets.push_back(c.money ? each : each * t);
    } else if (const std::size_t years = o.years.size() == 1 && !labels ? static_cast<std::size_t>(o.years[0]) : o.years.size(); years != c.budgets.size()) {
      return fail(errors::invalid, fmt::format("--years 有 {} 年，而 --p 或 --budget 给了 {} 个数。", years, c.budgets.size()));
    }
  }
  for (std::size_t t = 0; t < c.budgets.size(); ++t) {
    if (!c.money && c.budgets[t] < 1) return fail(errors::invalid, "--p 须至少为 1。");
    if (!c.money && t > 0 && c.budgets[t] < c.budgets[t - 1]) return fail(errors::invalid, "多年的 --p 是各年末累计数，不得减少。");
  }
  for (const formats::siting::PointRule r : candidates.rule)
    c.rule.push_back(r == formats::siting::PointRule::required ? SiteRule::required
                     : r == formats::siting::PointRule::excluded ? SiteRule::excluded : SiteRule::free);
  c.merged = layers.merge();
  return c;
}

// Money that buys nothing at all is a mistake in the input, not a plan of no sites.
std::string too_little(const Case& c) {
  if (!c.money || c.budgets.empty()) return {};
  std::int64_t cheapest = -1;
  for (std::size_t j = 0; j < c.cost.size(); ++j)
    if (c.rule.empty() || c.rule[j] != SiteRule::excluded) cheapest = cheapest < 0 ? c.cost[j] : std::min(cheapest, c.cost[j]);
  if (cheapest >= 0 && *std::ranges::max_element(c.budgets) < cheapest) return "预算低于造价最低的备选点，一处也建不了。";
  return {};
}

// What the plan means: per site its own gain, the best that were left out, what one more or one less would change.
class Story {
 public:
  Story(const Layers& layers, const Case& c, const std::vector<std::int32_t>& open) : layers_(layers), c_(c), open_(open) {
    const auto n = static_cast<std::size_t>(c.merged.rows.sites);
    worth_.assign(n, 0), reaches_.assign(n, 0);
    std::vector<char> is_open(n, 0);
    for (const std::int32_t j : open) is_open[static_cast<std::size_t>(j)] = 1;
    for (std::int32_t r = 0; r < c.merged.rows.rows(); ++r) {
      const std::int64_t weight = c.merged.rows.weight[static_cast<std::size_t>(r)];
      std::int32_t count = 0, only = -1;
      for (const std::int32_t j : c.merged.rows.of(r)) {
        reaches_[static_cast<std::size_t>(j)] += weight;
        if (is_open[static_cast<std::size_t>(j)]) only = j, ++count;
      }
      if (count == 1) worth_[static_cast<std::size_t>(only)] += weight;
      if (count == 0) {
        in_reach_ += weight;
        for (const std::int32_t j : c.merged.rows.of(r)) worth_[static_cast<std::size_t>(j)] += weight;
      } else {
        covered_ += weight;
      }
    }
    for (std::int32_t j = 0; j < c.merged.rows.sites; ++j)
      if (!is_open[static_cast<std::size_t>(j)] && (c.rule.empty() || c.rule[static_cast<std::size_t>(j)] != SiteRule::excluded)) closed_.push_back(j);
    std::ranges::stable_sort(closed_, [&](std::int32_t a, std::int32_t b) { return worth_[static_cast<std::size_t>(a)] > worth_[static_cast<std::size_t>(b)]; });
  }
  std::int64_t covered() const { return covered_; }

  void sites(JsonText& json, const std::vector<std::int32_t>* year) const {
    json.line().key("sites").open('[');
    for (std::size_t k = 0; k < open_.size(); ++k) {
      const auto j = static_cast<std::size_t>(open_[k]);
      json.line().open('{').field("id", layers_.candidates.table.id[j]).field("gain", layers_.shown(worth_[j])).field("in_reach", layers_.shown(reaches_[j]));
      if (year) json.field("year", (*year)[k]);
      if (!c_.cost.empty()) json.field("cost", static_cast<double>(c_.cost[j]) / static_cast<double>(layers_.candidates.table.cost_scale));
      json.close('}');
    }
    json.line_end().close(']');
  }
  void totals(JsonText& json) const {
    const siting::MergedPeople& m = c_.merged;
    json.line().field("covered", layers_.shown(covered_ + m.already_covered)).field("covered_by_existing", layers_.shown(m.already_covered));
    json.key("uncovered").open('{').field("total", layers_.shown(in_reach_ + m.beyond_reach + m.unplaced));
    json.field("within_reach_of_a_candidate", layers_.shown(in_reach_)).field("beyond_reach", layers_.shown(m.beyond_reach));
    json.field("unplaced", layers_.shown(m.unplaced)).close('}');
  }
  void next(JsonText& json, std::optional<std::int64_t> most_with_one_more, bool one_period) const {
    json.line().key("alternatives").open('[');
    for (std::size_t k = 0; k < std::min<std::size_t>(5, closed_.size()); ++k) {
      const auto j = static_cast<std::size_t>(closed_[k]);
      if (worth_[j] > 0) json.open('{').field("id", layers_.candidates.table.id[j]).field("gain", layers_.shown(worth_[j])).close('}');
    }
    json.close(']');
    if (one_period) swaps(json);
    if (c_.money) return;
    if (!closed_.empty()) {
      const auto j = static_cast<std::size_t>(closed_[0]);
      json.key("one_more").open('{').field("id", layers_.candidates.table.id[j]).field("gain_at_least", layers_.shown(worth_[j]));
      if (most_with_one_more) json.field("gain_at_most", layers_.shown(*most_with_one_more - covered_));
      json.close('}');
    }
    std::int32_t least = -1;
    for (const std::int32_t j : open_)
      if ((c_.rule.empty() || c_.rule[static_cast<std::size_t>(j)] != SiteRule::required) && (least < 0 || worth_[static_cast<std::size_t>(j)] < worth_[static_cast<std::size_t>(least)])) least = j;
    if (least >= 0)
      json.key("one_less").open('{').field("id", layers_.candidates.table.id[static_cast<std::size_t>(least)]).field("loss_at_most", layers_.shown(worth_[static_cast<std::size_t>(least)])).close('}');
  }
  // One open site for one closed one: what changes exactly, the five that cost least. People whom only the closing site serves stay
  // covered if the other reaches them too.
  void swaps(JsonText& json) const {
    const siting::CoverRows& rows = c_.merged.rows;
    std::vector<char> is_open(static_cast<std::size_t>(rows.sites), 0);
    for (const std::int32_t j : open_) is_open[static_cast<std::size_t>(j)] = 1;
    std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> shared;   // out, in
    for (std::int32_t r = 0; r < rows.rows(); ++r) {
      std::int32_t count = 0, only = -1;
      for (const std::int32_t j : rows.of(r))
        if (is_open[static_cast<std::size_t>(j)]) only = j, ++count;
      if (count != 1) continue;
      for (const std::int32_t j : rows.of(r))
        if (j != only) shared[{only, j}] += rows.weight[static_cast<std::size_t>(r)];
    }
    std::vector<std::tuple<std::int64_t, std::int32_t, std::int32_t>> best;
    const auto rule = [&](std::int32_t j) { return c_.rule.empty() ? SiteRule::free : c_.rule[static_cast<std::size_t>(j)]; };
    const auto offer = [&](std::int32_t out, std::int32_t in, std::int64_t common) {
      if (is_open[static_cast<std::size_t>(in)] || rule(out) != SiteRule::free || rule(in) != SiteRule::free) return;
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
  // Who gains, by community.
  void groups(JsonText& json) const {
    if (layers_.demand.table.group.empty()) return;
    const siting::CoverRows& rows = c_.merged.rows;
    std::vector<char> is_open(static_cast<std::size_t>(rows.sites), 0), row_covered(rows.weight.size(), 0);
    for (const std::int32_t j : open_) is_open[static_cast<std::size_t>(j)] = 1;
    for (std::int32_t r = 0; r < rows.rows(); ++r)
      row_covered[static_cast<std::size_t>(r)] = std::ranges::any_of(rows.of(r), [&](std::int32_t j) { return is_open[static_cast<std::size_t>(j)] != 0; });
    struct Sums {
      std::int64_t total = 0, before = 0, gain = 0;
    };
    std::vector<Sums> sums(layers_.demand.table.group_name.size());
    for (std::size_t i = 0; i < c_.merged.row_of.size(); ++i) {
      Sums& s = sums[static_cast<std::size_t>(layers_.demand.table.group[i])];
      const std::int64_t weight = layers_.demand.table.weight[i];
      const std::int32_t row = c_.merged.row_of[i];
      s.total += weight;
      if (row == siting::MergedPeople::kCovered) s.before += weight;
      if (row >= 0 && row_covered[static_cast<std::size_t>(row)]) s.gain += weight;
    }
    json.line().key("groups").open('[');
    for (std::size_t g = 0; g < sums.size(); ++g)
      json.open('{').field("group", layers_.demand.table.group_name[g]).field("total", layers_.shown(sums[g].total)).field("covered_before", layers_.shown(sums[g].before)).field("gain", layers_.shown(sums[g].gain)).close('}');
    json.close(']');
  }
  // CSV of the people who stay without: id and why.
  Status write_uncovered(const std::string& path) const {
    const siting::CoverRows& rows = c_.merged.rows;
    std::vector<char> is_open(static_cast<std::size_t>(rows.sites), 0);
    for (const std::int32_t j : open_) is_open[static_cast<std::size_t>(j)] = 1;
    std::string text = "id,reason\n";
    for (std::size_t i = 0; i < c_.merged.row_of.size(); ++i) {
      const std::int32_t row = c_.merged.row_of[i];
      if (row == siting::MergedPeople::kCovered) continue;
      if (row >= 0 && std::ranges::any_of(rows.of(row), [&](std::int32_t j) { return is_open[static_cast<std::size_t>(j)] != 0; })) continue;
      text += fmt::format("{},{}\n", layers_.demand.table.id[i], row >= 0 ? "未选附近的备选点" : row == siting::MergedPeople::kBeyond ? "附近没有备选点" : "没有位置");
    }
    return write_text(path, text);
  }

 private:
  const Layers& layers_;
  const Case& c_;
  const std::vector<std::int32_t>& open_;
  std::vector<std::int64_t> worth_, reaches_;
  std::vector<std::int32_t> closed_;
  std::int64_t covered_ = 0, in_reach_ = 0;
};

int tell(const SiteOptions& o, const Layers& layers, const Case& c, JsonText& json, const std::vector<std::int32_t>& open,
         std::optional<std::int64_t> most_with_one_more = {}, const std::vector<std::int32_t>* year = nullptr) {
  const Story story(layers, c, open);
  story.totals(json);
  story.sites(json, year);
  story.next(json, most_with_one_more, year == nullptr);
  story.groups(json);
  answer_settings(json, o, layers);
  if (!o.uncovered.empty())
    if (const Status written = story.write_uncovered(o.uncovered); !written) return say(written.error());
  return finish_answer(o, json);
}

int infeasible(const SiteOptions& o, const Layers& layers, std::string_view model, const std::string& reason) {
  JsonText json;
  answer_head(json, model, siting::Verdict::infeasible, reason, 0, 0, {});
  answer_settings(json, o, layers);
  return finish_answer(o, json);
}

int cover_everybody(const SiteOptions& o, const Layers& layers, Case& c) {
  siting::SetCoverProblem problem;
  problem.rows.sites = c.merged.rows.sites;
  problem.cost = layers.candidates.table.cost;
  // Rows of required sites are settled; excluded sites are nobody's.
  std::vector<std::int32_t> required;
  std::vector<std::int32_t> left;
  for (std::size_t j = 0; j < c.rule.size(); ++j)
    if (c.rule[j] == SiteRule::required) required.push_back(static_cast<std::int32_t>(j));
  for (std::int32_t r = 0; r < c.merged.rows.rows(); ++r) {
    left.clear();
    bool settled = false;
    for (const std::int32_t j : c.merged.rows.of(r)) {
      const SiteRule rule = c.rule.empty() ? SiteRule::free : c.rule[static_cast<std::size_t>(j)];
      if (rule == SiteRule::required) settled = true;
      if (rule != SiteRule::excluded) left.push_back(j);
    }
    if (settled || left.empty() || c.merged.rows.weight[static_cast<std::size_t>(r)] == 0) continue;
    problem.rows.site.insert(problem.rows.site.end(), left.begin(), left.end());
    problem.rows.start.push_back(static_cast<std::uint32_t>(problem.rows.site.size()));
    problem.rows.weight.push_back(1);
  }
  siting::SetCoverPlan plan = siting::set_cover(problem, effort_of(o));
  if (plan.verdict == siting::Verdict::infeasible) return infeasible(o, layers, "lscp", plan.reason);
  for (const std::int32_t j : required) {
    const std::int64_t cost = problem.cost.empty() ? 1 : problem.cost[static_cast<std::size_t>(j)];
    plan.value += cost, plan.bound += cost;
    plan.open.push_back(j);
  }
  std::ranges::sort(plan.open);
  const double scale = problem.cost.empty() ? 1 : static_cast<double>(layers.candidates.table.cost_scale);
  JsonText json;
  answer_head(json, "lscp", plan.verdict, {}, static_cast<double>(plan.value) / scale, static_cast<double>(plan.bound) / scale, "归并+支配约简+拉格朗日+分支定界");
  return tell(o, layers, c, json, plan.open);
}

}  // namespace

int site_cover(const SiteOptions& o) {
  const Result<Layers> read = read_layers(o, true);
  if (!read) return say(read.error());
  const Layers& layers = *read;
  const bool by_distance = o.model == "pmedian" || o.model == "pcenter" || o.model == "capacitated";
  if (by_distance && !o.roads.empty()) return say(Error(errors::invalid, "--roads 只用于按服务半径的模型（mclp、lscp、audit）。"));
  if (by_distance) return site_by_distance(o, layers);
  if (o.capacities) return site_by_capacity(o, layers);
  Result<Case> built = build(o, layers);
  if (!built) return say(built.error());
  Case& c = *built;
  if (o.model == "lscp" || (o.model.empty() && c.budgets.empty())) return cover_everybody(o, layers, c);
  if (c.budgets.empty()) return say(Error(errors::invalid, "须给出 --p 或 --budget（或用 --model lscp 求全覆盖）。"));
  const std::string model = c.budgets.size() > 1 ? "mclp_nested" : "mclp";
  if (const std::string reason = too_little(c); !reason.empty()) return infeasible(o, layers, model, reason);
  const double scale = static_cast<double>(layers.demand.table.weight_scale), before = static_cast<double>(c.merged.already_covered) / scale;
  JsonText json;
  if (c.budgets.size() == 1) {
    const siting::CoverProblem problem{c.merged.rows, c.cost, c.budgets[0], c.rule};
    const siting::CoverPlan plan = siting::max_cover(problem, effort_of(o));
    if (plan.verdict == siting::Verdict::infeasible) return infeasible(o, layers, model, plan.reason);
    answer_head(json, model, plan.verdict, {}, before + static_cast<double>(plan.value) / scale, before + static_cast<double>(plan.bound) / scale, plan.method);
    return tell(o, layers, c, json, plan.open, siting::most_with(problem, plan, 1));
  }
  const siting::NestedProblem problem{c.merged.rows, c.cost, c.budgets, !c.money, c.rule};
  const siting::NestedPlan plan = siting::nested_cover(problem, effort_of(o));
  if (plan.verdict == siting::Verdict::infeasible) return infeasible(o, layers, model, plan.reason);
  const auto years = static_cast<double>(c.budgets.size());
  answer_head(json, model, plan.verdict, {}, years * before + static_cast<double>(plan.value) / scale, years * before + static_cast<double>(plan.bound) / scale, plan.method);
  json.key("years").open('[');
  for (std::size_t t = 0; t < plan.covered.size(); ++t) json.open('{').field("year", static_cast<std::int64_t>(t + 1)).field("covered", before + layers.shown(plan.covered[t])).close('}');
  json.close(']');
  return tell(o, layers, c, json, plan.open, {}, &plan.year);
}

}  // namespace yilin::commands
