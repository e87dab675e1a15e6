// What a change of rules does to everybody: both rule sets in one graph, so what they share is computed once and what is equal
// not at all. Where a small program can tell for whom something may differ, only those are decided twice.
#include <algorithm>
#include <bit>
#include <cstring>

#include "base/assert.h"
#include "engines/policy/frontier.h"
#include "engines/policy/pairs.h"

namespace yilin::policy {
namespace {

constexpr std::size_t kGroup = 8;  // blocks whose changed and unknown households are decided together, while their facts are near

struct Plan {
  std::vector<Pair> pairs;     // outputs 2i and 2i + 1: before, after
  std::unique_ptr<Program> everybody, interval;
  std::unique_ptr<Program> changed, gathered;  // a byte a household: something may differ; and those alone. None: everybody
  std::size_t few = 0;         // of 1,000 households, as many as are sooner gathered than all decided: one gathered costs about four
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
  p.everybody = program_of(known, p.pairs, sure, rules.schema);
  p.interval = program_of(unknown, p.pairs, open, rules.schema);
  Divergence divergence(known);
  for (const Pair& pair : p.pairs) divergence.add(sure[pair.benefit].before, sure[pair.benefit].after);
  ProgramOutput output;
  output.household = output.packed = true;
  output.bits[0] = divergence.of_household();
  auto changed = std::make_unique<Program>(known, std::vector{output}, rules.schema);
  if (const std::size_t all = p.everybody->work(), some = changed->work(); some < all) p.few = 1'000 * (all - some) / (4 * all);
  if (p.few > 50) {
    p.changed = std::move(changed);
    p.gathered = program_of(known, p.pairs, sure, rules.schema, true);
  }
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

// One thread's way through the blocks.
class Walk {
 public:
  // What is found of those with something unknown is kept apart: both are in order then.
  Walk(const Population& population, Month month, const KernelTable& kernels, std::span<const std::uint32_t> unknown, std::size_t scratch, Collector& known_found, Collector& unknown_found)
      : population_(population), month_(month), kernels_(kernels), unknown_(unknown), w_(Workspace::of_thread(scratch)), known_found_(known_found), unknown_found_(unknown_found), changed_(Population::kBlockRows) {
    all_.fill(~std::uint64_t{0});
  }

  // Neighbouring blocks of one stretch; `ahead` comes after them.
  void group(const Plan& plan, std::span<const Population::Block> blocks, const Population::Block* ahead) {
    list_.clear();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const Population::Block* next = i + 1 < blocks.size() ? &blocks[i + 1] : ahead;
      if (plan.changed && crowded_ % kTriedAgain == 0 && few(plan, blocks[i], next)) {
        crowded_ = 0;
        continue;
      }
      ++crowded_;
      gathered(plan, blocks[i].region);
      everybody(plan, blocks[i], next);
    }
    gathered(plan, blocks.front().region);
    const auto first = std::ranges::lower_bound(unknown_, blocks.front().household_from), last = std::ranges::lower_bound(unknown_, blocks.back().household_to);
    listed(plan, *plan.interval, {first, last}, blocks.front().region, unknown_found_);
  }

 private:
  static constexpr std::size_t kTriedAgain = 8;

  // Puts those of the block who may differ on the list, if they are few.
  bool few(const Plan& plan, const Population::Block& b, const Population::Block* ahead) {
    Program::Frame f = frame_of(population_, b, w_);
    void* out = changed_.data();
    f.outputs = &out;
    f.ahead = ahead;
    plan.changed->run(population_, kernels_, f);
    const auto n = static_cast<std::uint32_t>(f.households);
    std::memset(changed_.data() + n, 0, changed_.size() - n);
    const std::size_t before = list_.size();
    for (std::uint32_t h = 0; h < n; h += 8) {
      std::uint64_t eight;
      std::memcpy(&eight, changed_.data() + h, sizeof eight);
      for (; eight != 0; eight &= eight - 1) {
        const std::uint32_t at = b.household_from + h + static_cast<std::uint32_t>(std::countr_zero(eight)) / 8;
        if (population_.household_known(at, month_)) list_.push_back(at);
      }
    }
    if (1'000 * (list_.size() - before) <= plan.few * n) return true;
    list_.resize(before);
    return false;
  }
  void gathered(const Plan& plan, std::uint32_t stretch) {
    if (list_.empty()) return;
    listed(plan, *plan.gathered, list_, stretch, known_found_);
    list_.clear();
  }
  void listed(const Plan& plan, const Program& program, std::span<const std::uint32_t> households, std::uint32_t stretch, Collector& found) {
    for (const Piece& p : pieces(population_, households))
      pairs(plan, program, frame_of(population_, p.households, w_), stretch, all_, all_, found, [&](bool h, std::size_t x) { return h ? w_.households[x] : w_.rows[x]; });
  }
  void everybody(const Plan& plan, const Population::Block& b, const Population::Block* ahead) {
    Words rows, households;
    known_of(population_, b, unknown_, rows, households);
    Program::Frame f = frame_of(population_, b, w_);
    f.ahead = ahead;
    pairs(plan, *plan.everybody, f, b.region, rows, households, known_found_, [&](bool h, std::size_t x) { return static_cast<std::uint32_t>((h ? b.household_from : b.row_from) + x); });
  }
  // Takes each pair as soon as both amounts are there.
  template <class Row>
  void pairs(const Plan& plan, const Program& program, Program::Frame f, std::uint32_t stretch, const Words& rows, const Words& households, Collector& found, Row&& row_of) {
    w_.outputs.prepare(program);
    f.outputs = w_.outputs.data();
    half_.assign(plan.pairs.size(), false);
    const std::function<void(std::size_t)> made = [&](std::size_t output) {
      const std::size_t k = output / 2;
      half_[k] = !half_[k];
      if (half_[k]) return;
      const Pair& pair = plan.pairs[k];
      const bool h = pair.household;
      found.take_lane(pair, stretch, w_.outputs[2 * k], w_.outputs[2 * k + 1], h ? households : rows, h ? f.households : f.rows, [&](std::size_t x) { return row_of(h, x); });
    };
    f.made = &made;
    program.run(population_, kernels_, f);
  }

  const Population& population_;
  Month month_;
  const KernelTable& kernels_;
  std::span<const std::uint32_t> unknown_;
  Workspace& w_;
  Collector& known_found_;
  Collector& unknown_found_;
  Words all_;
  std::vector<std::uint8_t> changed_;
  std::vector<std::uint32_t> list_;
  std::vector<bool> half_;
  std::size_t crowded_ = 0;    // blocks in a row in which too many differ to look for them
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
    for (const Program* p : {plans.back().everybody.get(), plans.back().interval.get(), plans.back().changed.get(), plans.back().gathered.get()})
      if (p) scratch = std::max(scratch, p->scratch_bytes());
    for (const Pair& p : plans.back().pairs) touched[p.benefit] = true;
  }
  const KernelTable& kernels = kernels_of(options.run.isa);
  const auto& blocks = population.blocks();
  const std::vector<std::uint32_t> unknown = population.unknown_households(month);
  const auto threads = static_cast<std::size_t>(std::clamp(options.run.threads, 1, 64));
  std::vector<Collector> collectors;  // of each thread: those of whom all is known, then the others
  for (std::size_t t = 0; t < 2 * threads; ++t)
    collectors.push_back({options, kernels, month, std::vector(stretches.size(), std::vector<Effect>(names.size())), std::vector(stretches.size(), std::vector<std::size_t>(names.size())),
                          std::vector<std::vector<Difference>>(names.size())});

  parallel(static_cast<int>(threads), blocks.size(), [&](int thread, std::size_t from, std::size_t to) {
    Walk walk(population, month, kernels, unknown, scratch, collectors[static_cast<std::size_t>(thread)], collectors[threads + static_cast<std::size_t>(thread)]);
    for (std::size_t i = from; i < to;) {
      std::size_t end = i;
      while (end < to && end - i < kGroup && blocks[end].region == blocks[i].region) ++end;
      const Plan& p = plans[plan_of[blocks[i].region]];
      if (!p.pairs.empty()) walk.group(p, std::span(blocks).subspan(i, end - i), end < to ? &blocks[end] : nullptr);
      i = end;
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
