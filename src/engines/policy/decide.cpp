#include <algorithm>
#include <numeric>

#include "base/assert.h"
#include "engines/policy/household_program.h"
#include "engines/policy/run_parts.h"

namespace yilin::policy {
namespace {

// Blocks whose uncertain households are decided together. Their columns are asked for one group ahead; two groups fit into the
// second cache.
constexpr std::size_t kGroup = 4;

std::int64_t load(const std::byte* data, Lane lane, std::size_t i) {
  return with_lane(lane, [&](auto t) -> std::int64_t { return reinterpret_cast<const decltype(t)*>(data)[i]; });
}

ProgramOutput status_byte(Graph& g, const Lowering::Benefit& b, bool household) {
  using E = Lowering::Ends;
  const auto open = [&](const E& x) { return x.lo.num == x.hi.num ? g.constant(0) : g.not_(g.binary(Code::equal, x.lo.num, x.hi.num)); };
  const auto differs = [&](const E& x, const E& y) {
    return g.binary(Code::either, g.not_(g.binary(Code::equal, x.lo.num, y.lo.num)), g.not_(g.binary(Code::equal, x.hi.num, y.hi.num)));
  };
  ProgramOutput o;
  o.household = household;
  o.packed = true;
  o.bits[7] = b.granted.lo.num;
  o.bits[6] = g.binary(Code::either, open(b.granted), open(b.amount));
  o.bits[5] = g.binary(Code::either, differs(b.granted, b.granted_before), differs(b.amount, b.amount_before));
  for (std::size_t i = 0; i < b.clauses.size(); ++i) {  // met: all of the conditions that share a bit
    Node& bit = o.bits[std::min<std::size_t>(i, kClausesShown - 1)];
    bit = bit < 0 ? b.clauses[i].hi.num : g.binary(Code::both, bit, b.clauses[i].hi.num);
    o.flip |= static_cast<std::uint8_t>(1u << std::min<std::size_t>(i, kClausesShown - 1));
  }
  return o;
}

// What each benefit that exists comes to, in turn.
struct Compiled {
  std::unique_ptr<Program> exact, interval;
  std::unique_ptr<HouseholdProgram> one_exact, one_interval;
  std::vector<int> column;     // position in benefits(set) of each benefit that exists
  struct Output { std::size_t benefit, open; bool amount; };
  std::vector<Output> outputs; // of the exact program: position in `column`; what the interval program has in its place
  std::vector<std::size_t> range;  // of each benefit: where the interval program has the least, then the most; 0: a mere entitlement
};
}  // namespace

struct Decider::Impl {
  const RuleSet& set;
  Month month;
  Date known_at;
  std::vector<NameId> names;
  std::vector<std::string> hashes;               // per stretch
  std::vector<Compiled> programs;                // distinct
  std::vector<std::size_t> program_of;           // per stretch
  struct Shape { bool exists = false, entitlement = false, household = false; Lane lane = Lane::i8; std::int64_t unit = 0; };
  std::vector<Shape> shapes;                     // per benefit: lane and unit that do for every stretch
  std::size_t scratch = 0;

  Impl(const RuleSet& s, const Population& population, Month m, Date known) : set(s), month(m), known_at(known), names(benefits(s)), shapes(names.size()) {
    struct Draft { Graph exact, interval; std::vector<Lowering::Benefit> e, i; };
    std::vector<std::unique_ptr<Draft>> drafts;
    std::vector<std::vector<std::int64_t>> keys;
    const FactColumns columns = columns_of(set, population.schema());
    for (std::size_t b = 0; b < names.size(); ++b) {
      shapes[b].household = set.name(names[b]).household;
      shapes[b].entitlement = set.name(names[b]).type.kind == Kind::boolean;
    }
    for (const Population::Stretch& stretch : population.stretches()) {
      const Resolution r = resolve(set, {stretch.region, month, known_at, {}});
      hashes.push_back(rule_hash(set, r));
      std::vector<std::int64_t> key = program_key(set, r);
      program_of.push_back(static_cast<std::size_t>(std::ranges::find(keys, key) - keys.begin()));
      if (program_of.back() < keys.size()) continue;
      keys.push_back(std::move(key));
      auto d = std::make_unique<Draft>();
      d->e = Lowering(d->exact, set, r, columns, Facts::known).benefits();
      d->i = Lowering(d->interval, set, r, columns, Facts::unknown).benefits();
      for (std::size_t b = 0; b < names.size(); ++b) {
        if (!d->e[b].exists) continue;
        shapes[b].exists = true;
        if (shapes[b].entitlement) continue;
        for (const std::int64_t divisor : {d->exact.at(d->e[b].amount.lo.num).divisor, d->interval.at(d->i[b].amount.lo.num).divisor, d->interval.at(d->i[b].amount.hi.num).divisor})
          shapes[b].unit = std::gcd(shapes[b].unit, divisor);
      }
      drafts.push_back(std::move(d));
    }
    for (std::size_t b = 0; b < names.size(); ++b) {
      Shape& shape = shapes[b];
      shape.unit = std::max<std::int64_t>(shape.unit, 1);
      for (const auto& d : drafts) {
        if (!d->e[b].exists || shape.entitlement) continue;
        const Operation& x = d->exact.at(d->e[b].amount.lo.num);
        shape.lane = std::max(shape.lane, lane_for(x.lo / shape.unit, x.hi / shape.unit));
      }
    }
    for (std::size_t s2 = 0; s2 < drafts.size(); ++s2) {
      Draft& d = *drafts[s2];
      Compiled c;
      std::vector<ProgramOutput> exact, interval;
      for (std::size_t b = 0; b < names.size(); ++b) {
        if (!d.e[b].exists) continue;
        c.column.push_back(static_cast<int>(b));
        const bool h = shapes[b].household;
        exact.push_back(status_byte(d.exact, d.e[b], h));
        c.outputs.push_back({c.column.size() - 1, interval.size(), false});
        interval.push_back(status_byte(d.interval, d.i[b], h));
        c.range.push_back(0);
        if (shapes[b].entitlement) continue;
        exact.push_back({d.exact.scaled(d.e[b].amount.lo.num, shapes[b].unit), shapes[b].lane, h});
        c.outputs.push_back({c.column.size() - 1, interval.size(), true});
        const Node open = interval.back().bits[6];
        const Node least = d.interval.scaled(d.i[b].amount.lo.num, shapes[b].unit), most = d.interval.scaled(d.i[b].amount.hi.num, shapes[b].unit);
        interval.push_back({d.interval.select(open, d.interval.constant(0), least), shapes[b].lane, h});
        c.range.back() = interval.size();
        for (const Node end : {least, most}) interval.push_back({end, lane_for(d.interval.at(end).lo, d.interval.at(end).hi), h});
      }
      c.exact = std::make_unique<Program>(d.exact, std::move(exact), population.schema());
      c.interval = std::make_unique<Program>(d.interval, std::move(interval), population.schema());
      c.one_exact = std::make_unique<HouseholdProgram>(d.exact, c.exact->outputs(), population.schema());
      c.one_interval = std::make_unique<HouseholdProgram>(d.interval, c.interval->outputs(), population.schema());
      scratch = std::max({scratch, c.exact->scratch_bytes(), c.interval->scratch_bytes()});
      programs.push_back(std::move(c));
    }
  }

  void shape(const Population& population, MonthRun& out) const {
    out.month = month;
    out.known_at = known_at;
    out.hashes = hashes;
    out.columns.resize(names.size());
    for (std::size_t b = 0; b < names.size(); ++b) {
      MonthRun::Column& c = out.columns[b];
      const bool same = c.benefit == names[b] && c.lane == shapes[b].lane && c.unit == shapes[b].unit && c.exists == shapes[b].exists;
      c.benefit = names[b];
      c.name = set.name(names[b]).text;
      c.household = shapes[b].household;
      c.exists = shapes[b].exists;
      c.entitlement = shapes[b].entitlement;
      c.lane = shapes[b].lane;
      c.unit = shapes[b].unit;
      const std::size_t n = c.household ? population.households() : population.persons();
      if (!same || c.status.size() != n) c.status.assign(c.exists ? n : 0, 0);
      const std::size_t bytes = c.exists && !c.entitlement ? n * static_cast<std::size_t>(bytes_of(c.lane)) : 0;
      if (!same || c.amount.size() != bytes) c.amount.assign(bytes, std::byte{0});
    }
    // A benefit that some stretch has and another has not stays at zero there.
  }

  // Everybody of the block; each output, as it comes, with those laid over it who have something unknown, and out past the caches.
  void exact(const Population& population, const Population::Block& block, const Population::Block* ahead, const KernelTable& kernels, Workspace& w, MonthRun& out) const {
    const Compiled& c = programs[program_of[block.region]];
    w.results.prepare(*c.exact, true);
    Program::Frame f = frame_of(population, block, w);
    f.outputs = w.results.data();
    f.ahead = ahead;
    const Slice rows(w.rows, block.row_from, block.row_to), households(w.households, block.household_from, block.household_to);
    const std::function<void(std::size_t)> leave = [&](std::size_t output) {
      const auto [benefit, open, amount] = c.outputs[output];
      MonthRun::Column& column = out.columns[static_cast<std::size_t>(c.column[benefit])];
      const Slice& which = column.household ? households : rows;
      const std::uint32_t at = column.household ? block.household_from : block.row_from;
      const auto n = column.household ? f.households : f.rows;
      const Lane lane = amount ? column.lane : Lane::i8;
      if (which.from != which.to) patch(which, at, lane, w.outputs[open], w.results[output]);
      kernels.fn[static_cast<int>(Kernel::stream)][static_cast<int>(lane)](place(column, amount, at), w.results[output], nullptr, nullptr, 0, 0, n);
    };
    f.made = &leave;
    c.exact->run(population, kernels, f);
  }

  static std::byte* place(MonthRun::Column& column, bool amount, std::size_t at) {
    return amount ? column.amount.data() + at * static_cast<std::size_t>(bytes_of(column.lane)) : reinterpret_cast<std::byte*>(column.status.data()) + at;
  }

  // The part of an ascending list that lies in [low, high).
  struct Slice {
    Slice(const std::vector<std::uint32_t>& all, std::uint32_t low, std::uint32_t high)
        : list(all.data()), from(static_cast<std::size_t>(std::ranges::lower_bound(all, low) - all.begin())), to(from) {
      while (to < all.size() && all[to] < high) ++to;
    }
    const std::uint32_t* list;
    std::size_t from, to;
  };
  // Lays what was made of the uncertain in `which` over the rows from `begin` on.
  static void patch(const Slice& which, std::uint32_t begin, Lane lane, const std::byte* made, std::byte* rows) {
    with_lane(lane, [&](auto t) {
      const auto* from = reinterpret_cast<const decltype(t)*>(made);
      auto* to = reinterpret_cast<decltype(t)*>(rows);
      for (std::size_t k = which.from; k < which.to; ++k) to[which.list[k] - begin] = from[k];
    });
  }

  // The uncertain households into w.outputs: status, lo, hi of each benefit; w.rows and w.households say whose.
  void interval(const Population& population, std::uint32_t stretch, std::span<const std::uint32_t> households, const KernelTable& kernels, Workspace& w) const {
    const Compiled& c = programs[program_of[stretch]];
    Program::Frame f = frame_of(population, households, w);
    w.outputs.prepare(*c.interval);
    f.outputs = w.outputs.data();
    c.interval->run(population, kernels, f);
  }
  // Asks for the lines that keep_ranges is going to write, while the interval program is on its way.
  void ask_ranges(std::uint32_t stretch, std::size_t household_at, std::size_t household_to, std::size_t row_at, std::size_t row_to, MonthRun& out) const {
    for (const int i : programs[program_of[stretch]].column) {
      MonthRun::Column& column = out.columns[static_cast<std::size_t>(i)];
      if (column.lo.empty()) continue;
      for (std::size_t k = column.household ? household_at : row_at, to = column.household ? household_to : row_to; k < to; k += 64 / sizeof(std::int64_t))
        __builtin_prefetch(&column.lo[k], 1), __builtin_prefetch(&column.hi[k], 1);
    }
  }
  // The possible amounts of w into the lists of the run, from household_at and row_at on.
  void keep_ranges(std::uint32_t stretch, const Workspace& w, std::size_t household_at, std::size_t row_at, MonthRun& out) const {
    const Compiled& c = programs[program_of[stretch]];
    for (std::size_t i = 0; i < c.column.size(); ++i) {
      MonthRun::Column& column = out.columns[static_cast<std::size_t>(c.column[i])];
      const std::size_t n = column.household ? w.households.size() : w.rows.size();
      const std::size_t at = column.household ? household_at : row_at;
      if (column.entitlement || at + n > column.lo.size()) continue;
      const auto keep = [&](std::size_t output, std::vector<std::int64_t>& ends) {
        with_lane(c.interval->outputs()[output].lane, [&](auto t) {
          const auto* from = reinterpret_cast<const decltype(t)*>(w.outputs[output]);
          for (std::size_t k = 0; k < n; ++k) ends[at + k] = from[k] * column.unit;
        });
      };
      keep(c.range[i], column.lo);
      keep(c.range[i] + 1, column.hi);
    }
  }
};

Decider::Decider(const RuleSet& set, const Population& population, Month month, Date known_at) : impl_(std::make_unique<Impl>(set, population, month, known_at)) {}
Decider::~Decider() = default;

std::size_t Decider::instructions() const {
  std::size_t n = 0;
  for (const Compiled& c : impl_->programs) n = std::max(n, c.exact->instructions());
  return n;
}

void Decider::run(const Population& population, const RunOptions& options, MonthRun& out) const {
  impl_->shape(population, out);
  const KernelTable& kernels = kernels_of(options.isa);
  out.uncertain_households = population.unknown_households(impl_->month);
  out.uncertain_rows.clear();
  for (const std::uint32_t h : out.uncertain_households)
    for (std::uint32_t r = population.first_row(h); r < population.first_row(h + 1); ++r) out.uncertain_rows.push_back(r);
  for (MonthRun::Column& c : out.columns) {
    const std::size_t n = c.exists && !c.entitlement ? (c.household ? out.uncertain_households : out.uncertain_rows).size() : 0;
    c.lo.resize(n);
    c.hi.resize(n);
  }
  const std::vector<std::uint32_t>& uncertain = out.uncertain_households;
  const auto& blocks = population.blocks();
  parallel(options.threads, blocks.size(), [&](int, std::size_t from, std::size_t to) {
    Workspace& w = Workspace::of_thread(impl_->scratch);
    for (std::size_t i = from; i < to;) {
      // A group: neighbouring blocks of one stretch whose uncertain persons fit into one pass.
      const auto first = std::ranges::lower_bound(uncertain, blocks[i].household_from);
      auto last = first;
      std::size_t end = i, rows = 0;
      for (; end < to && end - i < kGroup && blocks[end].region == blocks[i].region; ++end) {
        auto next = last;
        for (; next != uncertain.end() && *next < blocks[end].household_to; ++next) rows += population.first_row(*next + 1) - population.first_row(*next);
        if (rows > Population::kBlockRows && end > i) break;
        last = next;
      }
      w.rows.clear();
      w.households.clear();
      if (first != last) {
        const auto place = [&](const std::vector<std::uint32_t>& list, std::uint32_t row) { return static_cast<std::size_t>(std::ranges::lower_bound(list, row) - list.begin()); };
        const std::size_t household_at = place(uncertain, *first), row_at = place(out.uncertain_rows, population.first_row(*first));
        impl_->ask_ranges(blocks[i].region, household_at, household_at + static_cast<std::size_t>(last - first), row_at, place(out.uncertain_rows, population.first_row(blocks[end - 1].household_to)), out);
        impl_->interval(population, blocks[i].region, std::span(first, last), kernels, w);
        impl_->keep_ranges(blocks[i].region, w, household_at, row_at, out);
      }
      for (; i < end; ++i) impl_->exact(population, blocks[i], i + kGroup < to ? &blocks[i + kGroup] : nullptr, kernels, w, out);
    }
    stream_fence();
  });
}

void Decider::update(const Population& population, std::uint32_t household_row, MonthRun& run) const {
  const auto& stretches = population.stretches();
  const auto s = static_cast<std::uint32_t>(std::ranges::upper_bound(stretches, household_row, {}, &Population::Stretch::households_from) - stretches.begin() - 1);
  const Compiled& c = impl_->programs[impl_->program_of[s]];
  Workspace& w = Workspace::of_thread(0);
  const std::uint32_t row = population.first_row(household_row);
  if (population.household_known(household_row, impl_->month)) {
    w.pointers.clear();
    for (const Compiled::Output& o : c.outputs) {
      MonthRun::Column& column = run.columns[static_cast<std::size_t>(c.column[o.benefit])];
      w.pointers.push_back(Impl::place(column, o.amount, column.household ? household_row : row));
    }
    c.one_exact->run(population, household_row, w.pointers.data());
    return;
  }
  const std::uint32_t one[] = {household_row};
  frame_of(population, one, w);
  w.outputs.prepare(*c.interval);
  c.one_interval->run(population, household_row, w.outputs.data());
  const auto place = [](const std::vector<std::uint32_t>& list, std::uint32_t at) {
    const auto found = std::ranges::lower_bound(list, at);
    return found != list.end() && *found == at ? static_cast<std::size_t>(found - list.begin()) : list.size();
  };
  impl_->keep_ranges(s, w, place(run.uncertain_households, household_row), place(run.uncertain_rows, row), run);
  for (const Compiled::Output& o : c.outputs) {
    MonthRun::Column& column = run.columns[static_cast<std::size_t>(c.column[o.benefit])];
    const std::vector<std::uint32_t>& list = column.household ? w.households : w.rows;
    const std::uint32_t at = list.front();
    Impl::patch(Impl::Slice(list, at, list.back() + 1), at, o.amount ? column.lane : Lane::i8, w.outputs[o.open], Impl::place(column, o.amount, at));
  }
}

Verdict MonthRun::verdict(std::size_t column, std::uint32_t row) const {
  const Column& c = columns[column];
  if (!c.exists) return Verdict::refused;
  const std::uint8_t s = c.status[row];
  return s & kUnknownBit ? Verdict::unknown : s & kGranted ? Verdict::granted : Verdict::refused;
}
std::int64_t MonthRun::amount(std::size_t column, std::uint32_t row) const {
  const Column& c = columns[column];
  if (!c.exists) return 0;
  if (c.entitlement) return verdict(column, row) == Verdict::granted;
  return load(c.amount.data(), c.lane, row) * c.unit;
}
Interval MonthRun::range(std::size_t column, std::uint32_t row) const {
  const Column& c = columns[column];
  const auto& list = c.household ? uncertain_households : uncertain_rows;
  const auto at = std::ranges::lower_bound(list, row);
  if (c.exists && c.entitlement && c.status[row] & kUnknownBit) return {0, 1};
  if (c.exists && at != list.end() && *at == row && c.status[row] & kUnknownBit) {
    const auto i = static_cast<std::size_t>(at - list.begin());
    return {c.lo[i], c.hi[i]};
  }
  return exactly(amount(column, row));
}
std::size_t MonthRun::bytes() const {
  std::size_t n = (uncertain_rows.size() + uncertain_households.size()) * 4;
  for (const Column& c : columns) n += c.status.size() + c.amount.size() + (c.lo.size() + c.hi.size()) * 8;
  return n;
}

std::vector<std::vector<Tally>> tally(const MonthRun& run, const Population& population) {
  std::vector<std::vector<Tally>> out(population.stretches().size(), std::vector<Tally>(run.columns.size()));
  for (std::size_t s = 0; s < out.size(); ++s)
    for (std::size_t b = 0; b < run.columns.size(); ++b) {
      const MonthRun::Column& c = run.columns[b];
      if (!c.exists) continue;
      const Population::Stretch& x = population.stretches()[s];
      const std::uint32_t from = c.household ? x.households_from : population.first_row(x.households_from);
      const std::uint32_t to = c.household ? x.households_to : population.first_row(x.households_to);
      Tally& t = out[s][b];
      for (std::uint32_t r = from; r < to; ++r) {
        const std::uint8_t status = c.status[r];
        t.unknown += (status & kUnknownBit) != 0;
        t.granted += (status & (kUnknownBit | kGranted)) == kGranted;
        if (!c.entitlement) t.amount += load(c.amount.data(), c.lane, r);
      }
      t.amount *= c.unit;
    }
  return out;
}

}  // namespace yilin::policy
