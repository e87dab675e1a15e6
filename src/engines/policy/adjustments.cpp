// Back-dated changes: several months at once, for groups of blocks small enough to keep their two amounts of every benefit in the
// second cache while the months go by.
#include <algorithm>
#include <bit>

#include "base/assert.h"
#include "engines/policy/frontier.h"
#include "engines/policy/pairs.h"

namespace yilin::policy {
namespace {

constexpr std::size_t kGroupBlocks = 4;

struct MonthPlan {
  bool same = false;                   // for everybody as the month before
  std::unique_ptr<Program> everybody;
  std::unique_ptr<Program> changed;    // those of a block who may have another answer than the month before; none: everybody
  std::unique_ptr<Program> gathered, unknown;
};
struct Plans {
  std::vector<Pair> pairs;
  std::vector<std::vector<MonthPlan>> months;  // [distinct rules of a stretch][month]
  std::vector<std::size_t> of_stretch;
  std::size_t scratch = 0;
};

struct Drawn {                         // one month of one stretch
  Resolution before, after;
  Graph known, unknown;
  std::vector<TwoNodes> sure, open;
};

bool same_rules(const Resolution& a, const Resolution& b) { return a.versions == b.versions && a.relations == b.relations; }

void draw_step(const TwoRules& rules, const std::vector<Pair>& pairs, const Drawn& last, const Drawn& now, MonthPlan& out) {
  if (!same_rules(last.before, now.before) || !same_rules(last.after, now.after)) return;
  Graph g;
  const auto old_nodes = lower_pairs(g, rules, last.before, last.after, Facts::known), new_nodes = lower_pairs(g, rules, now.before, now.after, Facts::known);
  Frontier frontier(g);
  for (const Pair& p : pairs) {
    frontier.add(old_nodes[p.benefit].before, new_nodes[p.benefit].before);
    frontier.add(old_nodes[p.benefit].after, new_nodes[p.benefit].after);
  }
  const Node node = frontier.of_household();
  out.same = g.is(node, 0);
  if (g.at(node).constant) return;
  ProgramOutput output;
  output.household = output.packed = true;
  output.bits[0] = node;
  auto program = std::make_unique<Program>(g, std::vector{output}, rules.schema);
  if (2 * program->instructions() < out.everybody->instructions()) out.changed = std::move(program);
}

Plans draw(const TwoRules& rules, Date before_known, Date after_known, const Population& population, Month first, int months) {
  Plans plans;
  std::vector<std::vector<std::int64_t>> keys;
  std::vector<std::vector<std::unique_ptr<Drawn>>> drawn;
  std::vector<bool> touches(rules.names.size());
  for (const Population::Stretch& s : population.stretches()) {
    std::vector<std::unique_ptr<Drawn>> list;
    std::vector<std::int64_t> key;
    for (int k = 0; k < months; ++k) {
      auto d = std::make_unique<Drawn>();
      d->before = resolve(rules.before, {s.region, first + k, before_known, {}});
      d->after = resolve(rules.after, {s.region, first + k, after_known, {}});
      for (const std::int64_t x : program_key(rules.before, d->before)) key.push_back(x);
      for (const std::int64_t x : program_key(rules.after, d->after)) key.push_back(x);
      list.push_back(std::move(d));
    }
    plans.of_stretch.push_back(static_cast<std::size_t>(std::ranges::find(keys, key) - keys.begin()));
    if (plans.of_stretch.back() < keys.size()) continue;
    keys.push_back(std::move(key));
    for (const auto& d : list) {
      d->sure = lower_pairs(d->known, rules, d->before, d->after, Facts::known);
      d->open = lower_pairs(d->unknown, rules, d->before, d->after, Facts::unknown);
      for (std::size_t i = 0; i < rules.names.size(); ++i) touches[i] = touches[i] || touched(d->sure[i]) || touched(d->open[i]);
    }
    drawn.push_back(std::move(list));
  }
  for (std::size_t i = 0; i < rules.names.size(); ++i)
    if (touches[i]) plans.pairs.push_back({i, rules.before.name(rules.names[i]).household});
  const auto each = [&](auto&& f) {
    for (Pair& p : plans.pairs)
      for (auto& list : drawn)
        for (auto& d : list) {
          f(p, d->known, d->sure[p.benefit]);
          f(p, d->unknown, d->open[p.benefit]);
        }
  };
  each(widen_unit);
  each(widen_lane);
  for (const auto& list : drawn) {
    std::vector<MonthPlan> out(list.size());
    for (std::size_t k = 0; k < list.size(); ++k) {
      Drawn& d = *list[k];
      out[k].everybody = program_of(d.known, plans.pairs, d.sure, rules.schema);
      out[k].gathered = program_of(d.known, plans.pairs, d.sure, rules.schema, true);
      out[k].unknown = program_of(d.unknown, plans.pairs, d.open, rules.schema);
      if (k > 0) draw_step(rules, plans.pairs, *list[k - 1], d, out[k]);
      for (const Program* p : {out[k].everybody.get(), out[k].gathered.get(), out[k].unknown.get(), out[k].changed.get()})
        if (p) plans.scratch = std::max(plans.scratch, p->scratch_bytes());
    }
    plans.months.push_back(std::move(out));
  }
  return plans;
}

// What one thread finds.
struct Found {
  std::vector<std::vector<Effect>> effects;
  std::vector<Adjustment> list;
};

// The two amounts of each benefit for some rows, and since which month they hold.
class Panel {
 public:
  Panel(const Plans& plans, const KernelTable& kernels, Month first, Found& found) : plans_(plans), kernels_(kernels), first_(first), found_(found), sides_(plans.pairs.size()) {}

  // Rows and households are numbered from 0 here; a list of ascending ones, or `row` and `household` further on.
  void begin(std::uint32_t stretch, std::size_t rows, std::size_t households) {
    stretch_ = stretch;
    for (std::size_t p = 0; p < sides_.size(); ++p) {
      Side& s = sides_[p];
      s.size = plans_.pairs[p].household ? households : rows;
      const std::size_t bytes = (s.size + 64) * static_cast<std::size_t>(bytes_of(plans_.pairs[p].lane));  // read up to a multiple of 64
      s.before.resize(std::max(s.before.size(), bytes));
      s.after.resize(std::max(s.after.size(), bytes));
      s.since.assign(s.size, 0);
    }
  }
  // Where the outputs of the first month go.
  void point(std::vector<void*>& outputs, std::size_t row, std::size_t household) {
    outputs.clear();
    for (std::size_t p = 0; p < sides_.size(); ++p) {
      const std::size_t at = (plans_.pairs[p].household ? household : row) * static_cast<std::size_t>(bytes_of(plans_.pairs[p].lane));
      outputs.push_back(sides_[p].before.data() + at);
      outputs.push_back(sides_[p].after.data() + at);
    }
  }
  // The amounts of month k for neighbours from `row` and `household` on. name(household, at): the row in the population, if it counts.
  template <class Name>
  void take(int k, void* const* outputs, const Program::Frame& f, std::size_t row, std::size_t household, Name&& name) {
    each([&](const Pair& pair, Side& s, auto* before, auto* after, std::size_t p) {
      using T = std::remove_pointer_t<decltype(before)>;
      const std::size_t from = pair.household ? household : row;
      const std::int64_t n = pair.household ? f.households : f.rows;
      Words moved[2];
      const auto ne = kernels_.fn[static_cast<int>(Kernel::ne_vv)][static_cast<int>(pair.lane)];
      const T *x = static_cast<const T*>(outputs[2 * p]), *y = static_cast<const T*>(outputs[2 * p + 1]);
      ne(moved[0].data(), before + from, x, nullptr, 0, 0, n);
      ne(moved[1].data(), after + from, y, nullptr, 0, 0, n);
      for (std::size_t word = 0; word < static_cast<std::size_t>(n + 63) / 64; ++word)
        for (std::uint64_t rest = moved[0][word] | moved[1][word]; rest != 0; rest &= rest - 1) {
          const std::size_t i = word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
          turn(pair, s, from + i, k, before[from + i], after[from + i], x[i], y[i], name);
        }
    });
  }
  // The same for those whose places are listed.
  template <class Name>
  void take(int k, void* const* outputs, std::span<const std::uint32_t> rows, std::span<const std::uint32_t> households, std::uint32_t row, std::uint32_t household, Name&& name) {
    each([&](const Pair& pair, Side& s, auto* before, auto* after, std::size_t p) {
      using T = std::remove_pointer_t<decltype(before)>;
      const T *x = static_cast<const T*>(outputs[2 * p]), *y = static_cast<const T*>(outputs[2 * p + 1]);
      const auto& list = pair.household ? households : rows;
      for (std::size_t i = 0; i < list.size(); ++i) {
        const std::size_t at = list[i] - (pair.household ? household : row);
        if (before[at] != x[i] || after[at] != y[i]) turn(pair, s, at, k, before[at], after[at], x[i], y[i], name);
      }
    });
  }
  template <class Name>
  void end(int months, Name&& name) {
    each([&](const Pair& pair, Side& s, auto* before, auto* after, std::size_t) {
      differs_.resize((s.size + 63) / 64);
      kernels_.fn[static_cast<int>(Kernel::ne_vv)][static_cast<int>(pair.lane)](differs_.data(), before, after, nullptr, 0, 0, static_cast<std::int64_t>(s.size));
      for (std::size_t word = 0; word < differs_.size(); ++word)
        for (std::uint64_t rest = differs_[word]; rest != 0; rest &= rest - 1) {
          const std::size_t at = word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
          close(pair, s, at, months, before[at], after[at], name);
        }
    });
  }

 private:
  struct Side {
    std::size_t size = 0;
    std::vector<std::byte> before, after;
    std::vector<std::uint16_t> since;
  };
  template <class F>
  void each(F&& f) {
    for (std::size_t p = 0; p < sides_.size(); ++p)
      with_lane(plans_.pairs[p].lane, [&](auto t) {
        f(plans_.pairs[p], sides_[p], reinterpret_cast<decltype(t)*>(sides_[p].before.data()), reinterpret_cast<decltype(t)*>(sides_[p].after.data()), p);
      });
  }
  template <class T, class Name>
  void turn(const Pair& pair, Side& s, std::size_t at, int month, T& before, T& after, T x, T y, Name&& name) {
    if (before != after) close(pair, s, at, month, before, after, name);
    before = x;
    after = y;
    s.since[at] = static_cast<std::uint16_t>(month);
  }
  template <class Name>
  void close(const Pair& pair, const Side& s, std::size_t at, int month, std::int64_t before, std::int64_t after, Name&& name) {
    const std::optional<std::uint32_t> row = name(pair.household, at);
    if (!row) return;
    const int count = month - s.since[at];
    Effect& e = found_.effects[stretch_][pair.benefit];
    (after > before ? e.winners : e.losers) += count;
    (after > before ? e.gained : e.lost) += std::abs(after - before) * pair.unit * count;
    found_.list.push_back({*row, static_cast<std::uint16_t>(pair.benefit), static_cast<std::uint16_t>(count), first_ + s.since[at], before * pair.unit, after * pair.unit});
  }
  const Plans& plans_;
  const KernelTable& kernels_;
  Month first_;
  Found& found_;
  std::uint32_t stretch_ = 0;
  std::vector<Side> sides_;
  std::vector<std::uint64_t> differs_;
};

// Neighbouring blocks of one stretch.
void group(const Population& population, const Plans& plans, std::span<const Population::Block> blocks, const KernelTable& kernels, Month first, int months, Workspace& w, Panel& panel) {
  const std::uint32_t row0 = blocks.front().row_from, household0 = blocks.front().household_from;
  const std::uint32_t rows = blocks.back().row_to - row0, households = blocks.back().household_to - household0;
  const std::vector<MonthPlan>& plan = plans.months[plans.of_stretch[blocks.front().region]];
  std::vector<bool> known(rows, true);
  for (std::uint32_t h = household0; h < household0 + households; ++h)
    if (!population.household_known(h, first))
      for (std::uint32_t r = population.first_row(h); r < population.first_row(h + 1); ++r) known[r - row0] = false;
  const auto name = [&](bool household, std::size_t at) -> std::optional<std::uint32_t> {
    const auto row = static_cast<std::uint32_t>(at) + (household ? household0 : row0);
    return (household ? population.household_known(row, first) : known[at]) ? std::optional(row) : std::nullopt;
  };
  panel.begin(blocks.front().region, rows, households);
  for (const Population::Block& b : blocks) {
    Program::Frame f = frame_of(population, b, w);
    panel.point(w.pointers, b.row_from - row0, b.household_from - household0);
    f.outputs = w.pointers.data();
    plan[0].everybody->run(population, kernels, f);
  }
  std::vector<std::uint8_t> changed(households);
  std::vector<std::uint32_t> list;
  for (int k = 1; k < months; ++k) {
    const MonthPlan& month = plan[static_cast<std::size_t>(k)];
    if (month.same) continue;
    if (!month.changed) {
      for (const Population::Block& b : blocks) {
        Program::Frame f = frame_of(population, b, w);
        w.outputs.prepare(*month.everybody);
        f.outputs = w.outputs.data();
        month.everybody->run(population, kernels, f);
        panel.take(k, w.outputs.data(), f, b.row_from - row0, b.household_from - household0, name);
      }
      continue;
    }
    list.clear();
    for (const Population::Block& b : blocks) {
      Program::Frame f = frame_of(population, b, w);
      void* out = changed.data() + (b.household_from - household0);
      f.outputs = &out;
      month.changed->run(population, kernels, f);
    }
    for (std::uint32_t h = 0; h < households; ++h)
      if (changed[h] && population.household_known(household0 + h, first)) list.push_back(household0 + h);
    for (const Piece& piece : pieces(population, list)) {
      Program::Frame f = frame_of(population, piece.households, w);
      w.outputs.prepare(*month.gathered);
      f.outputs = w.outputs.data();
      month.gathered->run(population, kernels, f);
      panel.take(k, w.outputs.data(), w.rows, w.households, row0, household0, name);
    }
  }
  panel.end(months, name);
}

// Households with something unknown: every month anew.
void unknown_piece(const Population& population, const Plans& plans, const Piece& piece, const KernelTable& kernels, int months, Workspace& w, Panel& panel) {
  const std::vector<MonthPlan>& plan = plans.months[plans.of_stretch[piece.stretch]];
  Program::Frame f = frame_of(population, piece.households, w);
  const auto name = [&](bool household, std::size_t at) { return std::optional(household ? w.households[at] : w.rows[at]); };
  panel.begin(piece.stretch, w.rows.size(), w.households.size());
  for (int k = 0; k < months; ++k) {
    const MonthPlan& month = plan[static_cast<std::size_t>(k)];
    if (k == 0) panel.point(w.pointers, 0, 0);
    else w.outputs.prepare(*month.unknown);
    f.outputs = k == 0 ? w.pointers.data() : w.outputs.data();
    month.unknown->run(population, kernels, f);
    if (k > 0) panel.take(k, w.outputs.data(), f, 0, 0, name);
  }
  panel.end(months, name);
}
}  // namespace

Adjustments adjustments(const RuleSet& before, Date before_known, const RuleSet& after, Date after_known, const Population& population, Month first, int months,
                        const RunOptions& options) {
  const TwoRules rules{before, after, population.schema(), benefits(before)};
  YILIN_ASSERT(rules.names.size() == benefits(after).size() && months >= 1 && months <= kAdjustedMonthsMax);
  const Plans plans = draw(rules, before_known, after_known, population, first, months);
  const std::size_t stretches = population.stretches().size();
  Adjustments out;
  out.effects.assign(stretches, std::vector<Effect>(rules.names.size()));
  if (plans.pairs.empty()) return out;
  const KernelTable& kernels = kernels_of(options.isa);
  std::vector<std::span<const Population::Block>> groups;
  const std::span<const Population::Block> blocks = population.blocks();
  for (std::size_t i = 0; i < blocks.size();) {
    std::size_t j = i;
    while (j < blocks.size() && j - i < kGroupBlocks && blocks[j].region == blocks[i].region) ++j;
    groups.push_back(blocks.subspan(i, j - i));
    i = j;
  }
  const std::vector<std::uint32_t> unknown = population.unknown_households(first);  // the first month knows least
  const std::vector<Piece> open = pieces(population, unknown);
  const auto threads = static_cast<std::size_t>(std::clamp(options.threads, 1, 64));
  std::vector<Found> found(threads);
  const auto work = [&](std::size_t n, auto&& body) {
    parallel(static_cast<int>(threads), n, [&](int thread, std::size_t from, std::size_t to) {
      Found& f = found[static_cast<std::size_t>(thread)];
      f.effects.resize(stretches, std::vector<Effect>(rules.names.size()));
      Workspace& w = Workspace::of_thread(plans.scratch);
      Panel panel(plans, kernels, first, f);
      for (std::size_t i = from; i < to; ++i) body(i, w, panel);
    });
  };
  work(groups.size(), [&](std::size_t i, Workspace& w, Panel& panel) { group(population, plans, groups[i], kernels, first, months, w, panel); });
  work(open.size(), [&](std::size_t i, Workspace& w, Panel& panel) { unknown_piece(population, plans, open[i], kernels, months, w, panel); });
  for (const Found& f : found) {
    out.list.insert(out.list.end(), f.list.begin(), f.list.end());
    for (std::size_t s = 0; s < stretches; ++s)
      for (std::size_t b = 0; b < rules.names.size(); ++b) out.effects[s][b] += f.effects[s][b];
  }
  std::ranges::sort(out.list, {}, [](const Adjustment& a) { return std::uint64_t{a.column} << 48 | std::uint64_t{a.row} << 16 | static_cast<std::uint64_t>(a.first.index & 0xFFFF); });
  return out;
}

}  // namespace yilin::policy
