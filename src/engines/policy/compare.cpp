// What a change of rules does to everybody: both rule sets in one graph, so what they share is computed once and what is equal
// not at all.
#include <algorithm>
#include <cstring>

#include "base/assert.h"
#include "engines/policy/run_parts.h"

namespace yilin::policy {
namespace {

constexpr std::int64_t kSmall = std::int64_t{1} << 20;
static_assert(2 * (kSmall - 1) * Population::kBlockRows <= INT32_MAX);

struct Pair {
  std::size_t benefit;         // position in benefits(set)
  bool household;
  Lane lane;                   // of both amounts
};
struct Plan {
  std::vector<Pair> pairs;     // outputs 2i and 2i + 1: before, after
  std::unique_ptr<Program> exact, interval;
};

// What is paid: nothing while entitlement or amount is to be verified.
Node paid(Graph& g, const Lowering::Benefit& b) {
  if (b.granted.lo.num == b.granted.hi.num && b.amount.lo.num == b.amount.hi.num) return b.amount.lo.num;
  const Node sure = g.binary(Code::both, g.binary(Code::equal, b.granted.lo.num, b.granted.hi.num), g.binary(Code::equal, b.amount.lo.num, b.amount.hi.num));
  return g.select(sure, b.amount.lo.num, g.constant(0));
}

Plan plan(const RuleSet& before, const Resolution& a, const RuleSet& after, const Resolution& b, const Schema& schema) {
  Plan p;
  const std::vector<NameId> names = benefits(before);
  std::vector<std::pair<Node, Node>> nodes[2];
  Graph graph[2];
  for (const bool exact : {true, false}) {
    Graph& g = graph[exact];
    const auto old_benefits = Lowering(g, before, a, columns_of(before, schema), exact).benefits();
    const auto new_benefits = Lowering(g, after, b, columns_of(after, schema), exact).benefits();
    for (std::size_t i = 0; i < names.size(); ++i) nodes[exact].push_back({paid(g, old_benefits[i]), paid(g, new_benefits[i])});
  }
  std::vector<ProgramOutput> outputs[2];
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (nodes[0][i].first == nodes[0][i].second && nodes[1][i].first == nodes[1][i].second) continue;
    const bool household = before.name(names[i]).household;
    bool small = true;  // the sums of a block then fit into 32 bits
    for (const bool exact : {true, false})
      for (const Node n : {nodes[exact][i].first, nodes[exact][i].second}) small = small && graph[exact].at(n).lo > -kSmall && graph[exact].at(n).hi < kSmall;
    const Lane lane = small ? Lane::i32 : Lane::i64;
    p.pairs.push_back({i, household, lane});
    for (const bool exact : {true, false}) {
      outputs[exact].push_back({nodes[exact][i].first, lane, household});
      outputs[exact].push_back({nodes[exact][i].second, lane, household});
    }
  }
  p.exact = std::make_unique<Program>(graph[1], std::move(outputs[1]), schema);
  p.interval = std::make_unique<Program>(graph[0], std::move(outputs[0]), schema);
  return p;
}

struct Collector {
  const CompareOptions& options;
  const KernelTable& kernels;
  Month month;
  std::vector<std::vector<Effect>> effects;
  std::vector<std::vector<std::size_t>> sampled;
  std::vector<Difference> differences;

  // `count`: 1 for rows that take part.
  template <class T, class Row>
  void take(const Pair& pair, std::uint32_t stretch, const void* a_, const void* b_, const std::uint8_t* count, std::size_t n, Row&& row_of) {
    const T *a = static_cast<const T*>(a_), *b = static_cast<const T*>(b_);
    std::int64_t sums[4] = {};
    if constexpr (sizeof(T) == 4) kernels.effect_i32(a, b, count, static_cast<std::int64_t>(n), sums);
    else kernels.effect_i64(a, b, count, static_cast<std::int64_t>(n), sums);
    Effect& e = effects[stretch][pair.benefit];
    e.winners += sums[0];
    e.losers += sums[1];
    e.gained += sums[2];
    e.lost += sums[3];
    std::int64_t fresh = sums[0] + sums[1];
    std::size_t& have = sampled[stretch][pair.benefit];
    if (fresh == 0 || (!options.list && have >= options.samples)) return;
    for (std::size_t i = 0; i < n && fresh > 0; ++i) {
      if (!count[i] || a[i] == b[i]) continue;
      --fresh;
      if (!options.list && have >= options.samples) return;
      ++have;
      differences.push_back({row_of(i), static_cast<std::uint16_t>(pair.benefit), month, a[i], b[i]});
    }
  }
  template <class Row>
  void take_lane(const Pair& pair, std::uint32_t stretch, const void* a, const void* b, const std::uint8_t* count, std::size_t n, Row&& row_of) {
    if (pair.lane == Lane::i32) take<std::int32_t>(pair, stretch, a, b, count, n, row_of);
    else take<std::int64_t>(pair, stretch, a, b, count, n, row_of);
  }
};

void buffers(Workspace& w, std::size_t n) {
  w.outputs.resize(std::max(w.outputs.size(), n));
  w.pointers.clear();
  for (std::size_t o = 0; o < n; ++o) {
    w.outputs[o].resize(Population::kBlockRows * 8);
    w.pointers.push_back(w.outputs[o].data());
  }
}
}  // namespace

Comparison compare(const RuleSet& before, Date before_known, const RuleSet& after, Date after_known, const Population& population, Month month,
                   const CompareOptions& options) {
  const std::vector<NameId> names = benefits(before), same = benefits(after);
  YILIN_ASSERT(names.size() == same.size());
  const auto& stretches = population.stretches();
  std::vector<Plan> plans;
  std::size_t scratch = 0;
  std::vector<bool> touched(names.size());
  std::vector<std::vector<std::int64_t>> keys;
  std::vector<std::size_t> plan_of;
  for (const Population::Stretch& s : stretches) {
    const Resolution a = resolve(before, {s.region, month, before_known, {}}), b = resolve(after, {s.region, month, after_known, {}});
    std::vector<std::int64_t> key = program_key(before, a), other = program_key(after, b);
    key.insert(key.end(), other.begin(), other.end());
    plan_of.push_back(static_cast<std::size_t>(std::ranges::find(keys, key) - keys.begin()));
    if (plan_of.back() < keys.size()) continue;
    keys.push_back(std::move(key));
    plans.push_back(plan(before, a, after, b, population.schema()));
    scratch = std::max({scratch, plans.back().exact->scratch_bytes(), plans.back().interval->scratch_bytes()});
    for (const Pair& p : plans.back().pairs) touched[p.benefit] = true;
  }
  const KernelTable& kernels = kernels_of(options.run.isa);
  const auto& blocks = population.blocks();
  const std::vector<std::uint32_t> unknown = population.unknown_households();
  const std::vector<Piece> list = pieces(population, unknown);
  const auto threads = static_cast<std::size_t>(std::clamp(options.run.threads, 1, 64));
  std::vector<Collector> collectors;
  for (std::size_t t = 0; t < threads; ++t)
    collectors.push_back({options, kernels, month, std::vector(stretches.size(), std::vector<Effect>(names.size())), std::vector(stretches.size(), std::vector<std::size_t>(names.size())), {}});

  parallel(static_cast<int>(threads), blocks.size(), [&](int thread, std::size_t from, std::size_t to) {
    Workspace w(scratch);
    Collector& c = collectors[static_cast<std::size_t>(thread)];
    std::vector<std::uint8_t> rows(Population::kBlockRows), households(Population::kBlockRows + 64);
    const std::vector<std::uint8_t> all(Population::kBlockRows, 1);
    for (std::size_t i = from; i < to; ++i) {
      const Population::Block& b = blocks[i];
      const Plan& p = plans[plan_of[b.region]];
      if (p.pairs.empty()) continue;
      buffers(w, p.exact->outputs().size());
      Program::Frame f = frame_of(population, b, w);
      f.outputs = w.pointers.data();
      p.exact->run(population, kernels, f);
      const auto uncertain = std::ranges::lower_bound(unknown, b.household_from);
      const bool some = uncertain != unknown.end() && *uncertain < b.household_to;
      if (some) {
        for (std::uint32_t h = b.household_from; h < b.household_to; ++h) households[h - b.household_from] = population.household_known(h);
        kernels.fn[static_cast<int>(Kernel::expand)][0](rows.data(), households.data(), f.local, nullptr, 0, 0, f.rows);
      }
      for (std::size_t k = 0; k < p.pairs.size(); ++k) {
        const bool h = p.pairs[k].household;
        c.take_lane(p.pairs[k], b.region, w.pointers[2 * k], w.pointers[2 * k + 1], !some ? all.data() : h ? households.data() : rows.data(),
                    static_cast<std::size_t>(h ? f.households : f.rows), [&](std::size_t x) { return static_cast<std::uint32_t>((h ? b.household_from : b.row_from) + x); });
      }
    }
  });
  parallel(static_cast<int>(threads), list.size(), [&](int thread, std::size_t from, std::size_t to) {
    Workspace w(scratch);
    Collector& c = collectors[static_cast<std::size_t>(thread)];
    const std::vector<std::uint8_t> all(Population::kBlockRows, 1);
    for (std::size_t i = from; i < to; ++i) {
      const Plan& p = plans[plan_of[list[i].stretch]];
      if (p.pairs.empty()) continue;
      Program::Frame f = frame_of(population, list[i].households, w);
      buffers(w, p.interval->outputs().size());
      f.outputs = w.pointers.data();
      p.interval->run(population, kernels, f);
      for (std::size_t k = 0; k < p.pairs.size(); ++k) {
        const bool h = p.pairs[k].household;
        c.take_lane(p.pairs[k], list[i].stretch, w.pointers[2 * k], w.pointers[2 * k + 1], all.data(), static_cast<std::size_t>(h ? f.households : f.rows),
                    [&](std::size_t x) { return h ? w.households[x] : w.rows[x]; });
      }
    }
  });

  Comparison out;
  for (std::size_t b = 0; b < names.size(); ++b)
    if (touched[b]) out.benefits.push_back(static_cast<NameId>(b));
  out.effects.assign(stretches.size(), std::vector<Effect>(names.size()));
  for (Collector& c : collectors) {
    for (std::size_t s = 0; s < stretches.size(); ++s)
      for (std::size_t b = 0; b < names.size(); ++b) {
        Effect& e = out.effects[s][b];
        const Effect& x = c.effects[s][b];
        e.winners += x.winners;
        e.losers += x.losers;
        e.gained += x.gained;
        e.lost += x.lost;
      }
    out.differences.insert(out.differences.end(), c.differences.begin(), c.differences.end());
  }
  std::ranges::sort(out.differences, {}, [](const Difference& d) { return std::tuple(d.column, d.row); });
  return out;
}

}  // namespace yilin::policy
