// What a change of rules does to everybody: both rule sets in one graph, so what they share is computed once and what is equal
// not at all.
#include <algorithm>
#include <bit>

#include "base/assert.h"
#include "engines/policy/pairs.h"

namespace yilin::policy {
namespace {

struct Plan {
  std::vector<Pair> pairs;     // outputs 2i and 2i + 1: before, after
  std::unique_ptr<Program> exact, interval;
};

Plan plan(const TwoRules& rules, const Resolution& a, const Resolution& b) {
  Plan p;
  Graph known, unknown;
  std::vector<TwoNodes> sure = lower_pairs(known, rules, a, b, Facts::known), open = lower_pairs(unknown, rules, a, b, Facts::unknown);
  for (std::size_t i = 0; i < rules.names.size(); ++i) {
    if (!touched(sure[i]) && !touched(open[i])) continue;
    Pair pair{i, rules.before.name(rules.names[i]).household};
    widen_unit(pair, known, sure[i]);
    widen_unit(pair, unknown, open[i]);
    widen_lane(pair, known, sure[i]);
    widen_lane(pair, unknown, open[i]);
    p.pairs.push_back(pair);
  }
  p.exact = program_of(known, p.pairs, sure, rules.schema);
  p.interval = program_of(unknown, p.pairs, open, rules.schema);
  return p;
}

struct Collector {
  const CompareOptions& options;
  const KernelTable& kernels;
  Month month;
  std::vector<std::vector<Effect>> effects;
  std::vector<std::vector<std::size_t>> sampled;
  std::vector<std::vector<Difference>> differences;  // by benefit, rows ascending

  // `count`: the rows that take part. Only rows that differ are looked at one by one.
  template <class T, class Row>
  void take(const Pair& pair, std::uint32_t stretch, const T* a, const T* b, const Words& count, std::int64_t n, Row&& row_of) {
    Words differs;
    kernels.fn[static_cast<int>(Kernel::ne_vv)][static_cast<int>(pair.lane)](differs.data(), a, b, nullptr, 0, 0, n);
    Effect e;
    std::size_t& have = sampled[stretch][pair.benefit];
    std::vector<Difference>& list = differences[pair.benefit];
    for (std::size_t word = 0; word < static_cast<std::size_t>(n + 63) / 64; ++word)
      for (std::uint64_t rest = differs[word] & count[word]; rest != 0; rest &= rest - 1) {
        const std::size_t i = word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
        const std::int64_t x = a[i], y = b[i], d = y - x;
        e.winners += d > 0;
        e.losers += d < 0;
        e.gained += std::max<std::int64_t>(d, 0);
        e.lost += std::max<std::int64_t>(-d, 0);
        if (!options.list && have >= options.samples) continue;
        ++have;
        list.push_back({row_of(i), static_cast<std::uint16_t>(pair.benefit), month, x * pair.unit, y * pair.unit});
      }
    e.gained *= pair.unit;
    e.lost *= pair.unit;
    effects[stretch][pair.benefit] += e;
  }
  template <class Row>
  void take_lane(const Pair& pair, std::uint32_t stretch, const void* a, const void* b, const Words& count, std::int64_t n, Row&& row_of) {
    with_lane(pair.lane, [&](auto t) { take(pair, stretch, static_cast<const decltype(t)*>(a), static_cast<const decltype(t)*>(b), count, n, row_of); });
  }
};

}  // namespace

Effect& Effect::operator+=(const Effect& o) {
  winners += o.winners;
  losers += o.losers;
  gained += o.gained;
  lost += o.lost;
  return *this;
}

Comparison compare(const RuleSet& before, Date before_known, const RuleSet& after, Date after_known, const Population& population, Month month,
                   const CompareOptions& options) {
  const TwoRules rules{before, after, population.schema(), benefits(before)};
  const std::vector<NameId>& names = rules.names;
  YILIN_ASSERT(names.size() == benefits(after).size());
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
    plans.push_back(plan(rules, a, b));
    scratch = std::max({scratch, plans.back().exact->scratch_bytes(), plans.back().interval->scratch_bytes()});
    for (const Pair& p : plans.back().pairs) touched[p.benefit] = true;
  }
  const KernelTable& kernels = kernels_of(options.run.isa);
  const auto& blocks = population.blocks();
  const std::vector<std::uint32_t> unknown = population.unknown_households();
  const std::vector<Piece> list = pieces(population, unknown);
  const auto threads = static_cast<std::size_t>(std::clamp(options.run.threads, 1, 64));
  std::vector<Collector> collectors;  // of each thread: the blocks, then those with something unknown
  for (std::size_t t = 0; t < 2 * threads; ++t)
    collectors.push_back({options, kernels, month, std::vector(stretches.size(), std::vector<Effect>(names.size())), std::vector(stretches.size(), std::vector<std::size_t>(names.size())),
                          std::vector<std::vector<Difference>>(names.size())});

  parallel(static_cast<int>(threads), blocks.size(), [&](int thread, std::size_t from, std::size_t to) {
    Workspace w(scratch);
    Collector& c = collectors[static_cast<std::size_t>(thread)];
    for (std::size_t i = from; i < to; ++i) {
      const Population::Block& b = blocks[i];
      const Plan& p = plans[plan_of[b.region]];
      if (p.pairs.empty()) continue;
      w.outputs.prepare(*p.exact);
      Program::Frame f = frame_of(population, b, w);
      f.outputs = w.outputs.data();
      p.exact->run(population, kernels, f);
      Words rows, households;
      known_of(population, b, unknown, rows, households);
      for (std::size_t k = 0; k < p.pairs.size(); ++k) {
        const bool h = p.pairs[k].household;
        c.take_lane(p.pairs[k], b.region, w.outputs[2 * k], w.outputs[2 * k + 1], h ? households : rows, h ? f.households : f.rows,
                    [&](std::size_t x) { return static_cast<std::uint32_t>((h ? b.household_from : b.row_from) + x); });
      }
    }
  });
  Words all;
  all.fill(~std::uint64_t{0});
  parallel(static_cast<int>(threads), list.size(), [&](int thread, std::size_t from, std::size_t to) {
    Workspace w(scratch);
    Collector& c = collectors[threads + static_cast<std::size_t>(thread)];
    for (std::size_t i = from; i < to; ++i) {
      const Plan& p = plans[plan_of[list[i].stretch]];
      if (p.pairs.empty()) continue;
      Program::Frame f = frame_of(population, list[i].households, w);
      w.outputs.prepare(*p.interval);
      f.outputs = w.outputs.data();
      p.interval->run(population, kernels, f);
      for (std::size_t k = 0; k < p.pairs.size(); ++k) {
        const bool h = p.pairs[k].household;
        c.take_lane(p.pairs[k], list[i].stretch, w.outputs[2 * k], w.outputs[2 * k + 1], all, h ? f.households : f.rows,
                    [&](std::size_t x) { return h ? w.households[x] : w.rows[x]; });
      }
    }
  });

  Comparison out;
  for (std::size_t b = 0; b < names.size(); ++b)
    if (touched[b]) out.benefits.push_back(static_cast<NameId>(b));
  out.effects.assign(stretches.size(), std::vector<Effect>(names.size()));
  for (const Collector& c : collectors)
    for (std::size_t s = 0; s < stretches.size(); ++s)
      for (std::size_t b = 0; b < names.size(); ++b) out.effects[s][b] += c.effects[s][b];
  for (std::size_t b = 0; b < names.size(); ++b) {
    std::vector<Difference> found;
    for (const Collector& c : collectors) {
      const auto middle = static_cast<std::ptrdiff_t>(found.size());
      found.insert(found.end(), c.differences[b].begin(), c.differences[b].end());
      std::ranges::inplace_merge(found, found.begin() + middle, {}, &Difference::row);
    }
    auto next = found.begin();
    for (const Population::Stretch& s : stretches) {  // each collector kept its own first samples
      const std::uint32_t end = before.name(names[b]).household ? s.households_to : population.first_row(s.households_to);
      auto last = next;
      while (last != found.end() && last->row < end) ++last;
      out.differences.insert(out.differences.end(), next, options.list ? last : std::min(last, next + static_cast<std::ptrdiff_t>(std::min<std::size_t>(options.samples, static_cast<std::size_t>(last - next)))));
      next = last;
    }
  }
  return out;
}

}  // namespace yilin::policy
