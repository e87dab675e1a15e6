#include "check/siting/answer.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

#include "check/siting/check.h"

namespace yilin::check::siting {
namespace {
namespace json = boost::json;

double number(const json::object& o, std::string_view key, double otherwise) {
  const json::value* v = o.if_contains(key);
  return v && v->is_number() ? v->to_number<double>() : otherwise;
}
std::string id_of(const json::value& v) { return v.is_string() ? std::string(v.as_string()) : json::serialize(v); }
}  // namespace

Result<Claim> read_claim(std::string_view text) {
  boost::system::error_code error;
  const json::value root = json::parse(text, error);
  if (error || !root.is_object()) return fail(bad_answer);
  const json::object& o = root.as_object();
  const json::value* status = o.if_contains("status");
  if (!status || !status->is_string()) return fail(bad_answer);
  Claim claim;
  claim.status = status->as_string().c_str();
  claim.objective = number(o, "objective", NAN), claim.bound = number(o, "bound", NAN), claim.gap_percent = number(o, "gap_percent", NAN);
  if (const json::value* sites = o.if_contains("sites"); sites && sites->is_array())
    for (const json::value& s : sites->as_array()) {
      if (!s.is_object() || !s.as_object().contains("id") || !s.as_object().at("id").is_string()) return fail(bad_answer, "答案中有一处选点没有编号。");
      const json::object& site = s.as_object();
      const json::value* existing = site.if_contains("existing");
      claim.sites.push_back({site.at("id").as_string().c_str(), static_cast<int>(number(site, "year", 0)), existing && existing->is_bool() && existing->as_bool(), number(site, "served", 0)});
    }
  if (const json::value* shares = o.if_contains("assignment"); shares && shares->is_array())
    for (const json::value& s : shares->as_array()) {
      if (!s.is_array() || s.as_array().size() != 3 || !s.as_array()[2].is_number()) return fail(bad_answer, "答案中的分配不是三元组。");
      const json::array& a = s.as_array();
      claim.shares.push_back({id_of(a[0]), id_of(a[1]), a[2].to_number<double>()});
    }
  if (const json::value* u = o.if_contains("uncovered"); u && u->is_object()) {
    claim.has_uncovered = true;
    claim.uncovered = number(u->as_object(), "total", NAN);
  }
  return claim;
}

void judge_status(const Claim& claim, int better, std::vector<std::string>& wrong) {
  const double scale = std::max(1.0, std::abs(claim.objective));
  const double gap = better > 0 ? claim.bound - claim.objective : claim.objective - claim.bound;
  if (!std::isfinite(claim.objective) || !std::isfinite(claim.bound)) wrong.push_back("答案没有目标值或界。");
  if (gap < -1e-9 * scale) wrong.push_back(fmt::format("目标值 {:.10g} 越过了界 {:.10g}。", claim.objective, claim.bound));
  if (claim.status == "proved_optimal" && gap > 1e-9 * scale) wrong.push_back("称已证明最优，但目标值不等于界。");
  if (claim.status != "proved_optimal" && claim.status != "feasible") wrong.push_back(fmt::format("状态“{}”不应带有方案。", claim.status));
  const double percent = claim.objective == 0 ? 0 : 100 * gap / std::abs(claim.objective);
  if (!(std::abs(claim.gap_percent - percent) < 1e-3 + 1e-3 * percent)) wrong.push_back(fmt::format("差距写作 {}%，应为 {:.4f}%。", claim.gap_percent, percent));
}

void judge_objective(const Claim& claim, double least, double most, std::vector<std::string>& wrong) {
  const double slack = 1e-6 * std::max(1.0, std::abs(most));
  if (claim.objective >= least - slack && claim.objective <= most + slack) return;
  if (most - least <= slack) wrong.push_back(fmt::format("目标值写作 {:.10g}，重算为 {:.10g}。", claim.objective, least));
  else wrong.push_back(fmt::format("目标值写作 {:.10g}，重算在 {:.10g} 与 {:.10g} 之间。", claim.objective, least, most));
}

}  // namespace yilin::check::siting
