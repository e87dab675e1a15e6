#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <queue>

#include "check/siting/answer.h"
#include "check/siting/check.h"

namespace yilin::check::siting {
namespace {

// 1 … count; 0: no such number.
std::size_t number_of(const std::string& id, std::size_t count) {
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), n);
  return error != std::errc() || end != id.data() + id.size() || n > count ? 0 : n;
}

// Sites are numbered from 1 in the public files; returns them from 0, each once.
std::vector<std::size_t> numbered(const Claim& claim, std::size_t count, std::vector<std::string>& wrong) {
  std::vector<std::size_t> out;
  for (const auto& [id, year, existing, served] : claim.sites) {
    const std::size_t n = number_of(id, count);
    if (n == 0) wrong.push_back(fmt::format("选点 {} 不在算例中。", id));
    else if (std::find(out.begin(), out.end(), n - 1) != out.end()) wrong.push_back(fmt::format("选点 {} 出现多次。", id));
    else out.push_back(n - 1);
  }
  return out;
}

void judge_cost(const Claim& claim, double value, std::vector<std::string>& wrong) {
  judge_objective(claim, value, value, wrong);
  judge_status(claim, -1, wrong);
}

}  // namespace

Result<std::vector<std::string>> check_graph(const GraphInput& in, std::string_view answer_json) {
  YILIN_TRY(const Claim claim, read_claim(answer_json));
  std::vector<std::string> wrong;
  if (claim.status == "infeasible") return wrong;
  const auto n = static_cast<std::size_t>(in.nodes);
  const std::vector<std::size_t> open = numbered(claim, n, wrong);
  if (open.size() > static_cast<std::size_t>(in.p)) wrong.push_back(fmt::format("选了 {} 处，多于 {} 处。", open.size(), in.p));
  // Of parallel edges the last one counts.
  std::vector<std::vector<std::pair<std::size_t, std::int64_t>>> next(n);
  const auto put = [&](std::size_t a, std::size_t b, std::int64_t length) {
    for (auto& [to, old] : next[a])
      if (to == b) {
        old = length;
        return;
      }
    next[a].emplace_back(b, length);
  };
  for (const GraphInput::Edge& e : in.edges) {
    put(static_cast<std::size_t>(e.a), static_cast<std::size_t>(e.b), e.length);
    put(static_cast<std::size_t>(e.b), static_cast<std::size_t>(e.a), e.length);
  }
  std::vector<std::int64_t> far(n, std::numeric_limits<std::int64_t>::max());
  std::priority_queue<std::pair<std::int64_t, std::size_t>, std::vector<std::pair<std::int64_t, std::size_t>>, std::greater<>> queue;
  for (const std::size_t s : open) queue.emplace(far[s] = 0, s);
  while (!queue.empty()) {
    const auto [d, u] = queue.top();
    queue.pop();
    if (d > far[u]) continue;
    for (const auto& [v, length] : next[u])
      if (d + length < far[v]) queue.emplace(far[v] = d + length, v);
  }
  double sum = 0, longest = 0;
  for (const std::int64_t d : far) sum += static_cast<double>(d), longest = std::max(longest, static_cast<double>(d));
  judge_cost(claim, in.center ? longest : sum, wrong);
  return wrong;
}

Result<std::vector<std::string>> check_set(const SetInput& in, std::string_view answer_json) {
  YILIN_TRY(const Claim claim, read_claim(answer_json));
  std::vector<std::string> wrong;
  if (claim.status == "infeasible") return wrong;
  double cost = 0;
  std::vector<char> open(in.cost.size(), 0);
  for (const std::size_t j : numbered(claim, in.cost.size(), wrong)) open[j] = 1, cost += static_cast<double>(in.cost[j]);
  for (std::size_t r = 0; r < in.rows.size(); ++r)
    if (std::none_of(in.rows[r].begin(), in.rows[r].end(), [&](std::int32_t j) { return open[static_cast<std::size_t>(j)] != 0; }))
      wrong.push_back(fmt::format("第 {} 行没有被覆盖。", r + 1));
  judge_cost(claim, cost, wrong);
  return wrong;
}

Result<std::vector<std::string>> check_cap(const CapInput& in, std::string_view answer_json) {
  YILIN_TRY(const Claim claim, read_claim(answer_json));
  std::vector<std::string> wrong;
  if (claim.status == "infeasible") return wrong;
  const std::size_t sites = in.capacity.size(), clients = in.demand.size();
  std::vector<char> open(sites, 0);
  double cost = 0;
  for (const std::size_t j : numbered(claim, sites, wrong)) open[j] = 1, cost += in.fixed[j];
  std::vector<double> load(sites, 0), served(clients, 0);
  std::vector<int> parts(clients, 0);
  for (const Claim::Share& s : claim.shares) {
    const std::size_t client = number_of(s.client, clients), site = number_of(s.site, sites);
    if (client == 0 || site == 0 || !(s.share > 0 && s.share <= 1 + 1e-6)) {
      wrong.push_back("分配中有不存在的编号或不合理的份额。");
      continue;
    }
    if (!open[site - 1]) wrong.push_back(fmt::format("需求点 {} 分给了没有开办的 {}。", client, site));
    load[site - 1] += s.share * in.demand[client - 1], served[client - 1] += s.share, ++parts[client - 1];
    cost += s.share * in.cost[(client - 1) * sites + site - 1];
  }
  for (std::size_t i = 0; i < clients; ++i) {
    if (std::abs(served[i] - 1) > 1e-5) wrong.push_back(fmt::format("需求点 {} 只分配了 {:.6f}。", i + 1, served[i]));
    if (in.single && parts[i] != 1) wrong.push_back(fmt::format("需求点 {} 由 {} 处服务，应为一处。", i + 1, parts[i]));
  }
  for (std::size_t j = 0; j < sites; ++j)
    if (load[j] > in.capacity[j] * (1 + 1e-6) + 1e-6) wrong.push_back(fmt::format("{} 超出容量：{:.6g} > {:.6g}。", j + 1, load[j], in.capacity[j]));
  judge_cost(claim, cost, wrong);
  return wrong;
}

}  // namespace yilin::check::siting
