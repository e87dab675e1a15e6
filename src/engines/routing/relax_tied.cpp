// Visits that must meet another one in time: the two halves of a visit for two carers, and those with a precedence. Each half
// has its possible begins in every gap; a relaxation opens gaps for one half, and some gap of the other must meet one.

#include <algorithm>
#include <array>
#include <tuple>

#include "engines/routing/reasons.h"

namespace yilin::routing {
namespace {

// One gap for one half, and what it would take.
struct Half {
  int carer, gap;
  std::int64_t lo, hi;  // possible begins
  Relaxation need;
  std::int64_t price = 0;
};

constexpr std::size_t kHalvesMax = 1'000;  // of a whole city the cheapest: each is held against each of the other half's

void keep_cheapest(std::vector<Half>& all) {
  if (all.size() <= kHalvesMax) return;
  const auto last = all.begin() + kHalvesMax;
  std::nth_element(all.begin(), last, all.end(), [](const Half& a, const Half& b) { return std::tie(a.price, a.carer, a.gap, a.lo) < std::tie(b.price, b.carer, b.gap, b.lo); });
  all.erase(last, all.end());
}

struct Begins {  // of the first half, such that the second can follow
  std::int64_t lo, hi;
};

class TiedRelaxer {
 public:
  TiedRelaxer(Reasoner& r, int unit) : r_(r), m_(r.m), u_(r.m.units[unit]), two_(u_.kind == UnitKind::pair), bounds_(tie_bounds(r.plan, unit)) {
    if (two_) gap_min_ = u_.gap_min, gap_max_ = u_.gap_max;
  }

  void relax(bool replacing, std::vector<Relaxation>& out) {
    gather(u_.a, first_, first_free_);
    if (two_) gather(u_.b, second_, second_free_);
    else second_ = second_free_ = {{-1, -1, -kFar, kFar, {}}};  // anything meets nobody
    change_permissions();
    move_windows();
    lengthen_shift(true);
    if (two_) lengthen_shift(false);
    const auto may = [&](int carer) { return m_.may(carer, u_.a) || (two_ && m_.may(carer, u_.b)); };
    if (replacing) find_replaced(r_, may, [&](int carer) { return fits_in_trial(carer); }, out);
    for (const Relaxation& best : best_)
      if (best.kind != RelaxationKind::none) out.push_back(best);
  }

 private:
  void gather(int task, std::vector<Half>& strict, std::vector<Half>& free) const {
    for (std::size_t c = 0; c < m_.carers.size(); ++c) {
      const int carer = static_cast<int>(c);
      const ModelCarer& mc = m_.carers[c];
      Relaxation permission;
      if (!r_.permission(carer, task, permission) || r_.plan.route(carer).visits >= mc.visits_max) continue;
      if (permission.kind != RelaxationKind::none && !r_.asked(carer)) continue;
      const GeneralScan scan(r_.plan, task, carer, true);
      const auto [overloaded, load_over] = r_.over_load(task, carer);
      for (int gap = 0; gap < scan.gaps(); ++gap) {
        const GapPrice price = scan.price(gap);
        Relaxation need = permission;
        int obstacles = need.kind != RelaxationKind::none;
        if (!price.fits) {
          const std::int64_t travel_over = scan.travel_with(gap, price) - mc.travel_max, work_over = scan.work_with(gap, price) - mc.work_max;
          obstacles += (travel_over > 0) != (work_over > 0) ? 1 : 2;
          need = {RelaxationKind::more_hours, mc.carer, std::max(travel_over, work_over)};
        }
        if (overloaded > 0) {
          obstacles += overloaded;
          need = {RelaxationKind::more_capacity, mc.carer, load_over};
        }
        if (obstacles > 1 || (obstacles == 1 && !r_.asked(carer))) continue;
        scan.slots(gap, price, [&](int lo, int hi) { strict.push_back({carer, gap, lo, hi, need, price.delta}); });
        if (obstacles == 0) scan.free_slots(gap, price, [&](int lo, int hi) { free.push_back({carer, gap, lo, hi, {}, price.delta}); });
      }
    }
    keep_cheapest(strict);
    keep_cheapest(free);
  }

  Begins meet(const Half& x, const Half& y) const {
    const std::int64_t x_lo = std::max<std::int64_t>(x.lo, bounds_.lo), x_hi = std::min<std::int64_t>(x.hi, bounds_.hi);
    const std::int64_t y_lo = std::max<std::int64_t>(y.lo, bounds_.lo), y_hi = std::min<std::int64_t>(y.hi, bounds_.hi);
    if (x.carer == y.carer || y_lo > y_hi) return {1, 0};
    return {std::max(x_lo, y_lo - gap_max_), std::min(x_hi, y_hi - gap_min_)};
  }

  std::int64_t second_begin(const Half& y, std::int64_t first_begin) const {
    return std::max({y.lo, std::int64_t(bounds_.lo), first_begin + gap_min_});
  }

  // For models in which O(1) does not do. Each half has its own carer, so they are judged one after the other.
  bool holds(const Plan& plan, int task, const Half& half, std::int64_t begin, bool windowless) const {
    if (!m_.exact || half.carer < 0) return true;
    std::vector<int> tasks = plan.route(half.carer).tasks;
    tasks.insert(tasks.begin() + half.gap, task);
    if (windowless) r_.trial.ignore_windows(task);
    r_.trial.set_pin(task, static_cast<int>(begin));
    const bool fits = r_.trial.late_of(half.carer, tasks) >= 0;
    r_.trial.clear_pin(task);
    r_.trial.ignore_windows(-1);
    return fits;
  }
  bool hold(const Half& x, const Half& y, std::int64_t begin, bool windowless = false) const {
    return holds(r_.plan, u_.a, x, begin, windowless) && holds(r_.plan, u_.b, y, second_begin(y, begin), windowless);
  }

  template <class Holds>
  void consider(const Relaxation& r, Holds&& holds) {
    Relaxation& best = best_[static_cast<std::size_t>(r.kind)];
    const bool better = best.kind == RelaxationKind::none || std::tie(r.amount, r.carer) < std::tie(best.amount, best.carer);
    if (better && holds()) best = r;
  }

  void change_permissions() {
    for (const Half& x : first_)
      for (const Half& y : second_) {
        const bool one = x.need.kind != RelaxationKind::none, other = y.need.kind != RelaxationKind::none;
        if (one == other) continue;
        const Begins both = meet(x, y);
        if (both.lo <= both.hi) consider(one ? x.need : y.need, [&] { return hold(x, y, both.lo); });
      }
  }

  // A visit's windows bind both carers when they begin together, otherwise the first.
  void move_windows() {
    const bool together = two_ && gap_min_ == 0 && gap_max_ == 0;
    for (const Half& x : first_free_)
      for (const Half& y : together ? second_free_ : second_) {
        if (y.need.kind != RelaxationKind::none || (!r_.asked(x.carer) && !r_.asked(y.carer))) continue;
        const Begins both = meet(x, y);
        if (both.lo > both.hi) continue;
        const int id = m_.carers[x.carer].carer;
        for (const Span& w : m_.windows_of(m_.tasks[u_.a])) {
          const std::int64_t late = std::max<std::int64_t>(both.lo, w.lo), early = std::min<std::int64_t>(both.hi, w.hi);
          if (late <= both.hi && late > w.hi) consider({RelaxationKind::later, id, late - w.hi}, [&] { return hold(x, y, late, true); });
          if (early >= both.lo && early < w.lo) consider({RelaxationKind::earlier, id, w.lo - early}, [&] { return hold(x, y, early, true); });
        }
      }
  }

  // The carer of one half ends later; the other half's does not.
  void lengthen_shift(bool of_first) {
    const int task = of_first ? u_.a : u_.b;
    for (std::size_t c = 0; c < m_.carers.size(); ++c) {
      const int carer = static_cast<int>(c);
      const ModelCarer& mc = m_.carers[c];
      Relaxation need;
      if (!r_.asked(carer) || !r_.permission(carer, task, need) || need.kind != RelaxationKind::none) continue;
      if (r_.plan.route(carer).visits >= mc.visits_max || r_.over_load(task, carer).first > 0) continue;
      const GeneralScan scan(r_.plan, task, carer, true);
      for (int gap = 0; gap < scan.gaps(); ++gap) {
        const GapPrice price = scan.price(gap);
        if (price.fits) scan.arrivals(gap, price, [&](int, int arrival) { lengthen(of_first, task, scan.with_task(gap, 0), {carer, gap, arrival, kFar, {}}); });
      }
    }
  }

  void lengthen(bool of_first, int task, std::span<const int> with, const Half& half) {
    std::int64_t begin = kFar;  // the earliest that the other half allows
    const Half* partner = nullptr;
    for (const Span& w : m_.windows_of(m_.tasks[task])) {
      Half mine = half;
      mine.lo = std::max<std::int64_t>(mine.lo, w.lo);
      mine.hi = w.hi;
      for (const Half& other : of_first ? second_ : first_) {
        if (other.need.kind != RelaxationKind::none) continue;
        const Begins both = of_first ? meet(mine, other) : meet(other, mine);
        if (both.lo > both.hi) continue;
        const std::int64_t own = of_first ? both.lo : second_begin(mine, both.lo);
        if (own < begin) begin = own, partner = &other;
      }
    }
    if (!partner) return;
    const ModelCarer& mc = m_.carers[half.carer];
    ModelCarer longer = mc;
    longer.shift_end = kFar;
    r_.trial.set_pin(task, static_cast<int>(begin));
    Timeline line;
    const bool fits = (!m_.exact || loads_fit(m_, half.carer, with)) && make_timeline(r_.trial, half.carer, with, line, {}, &longer);
    r_.trial.clear_pin(task);
    if (!fits || line.end <= mc.shift_end) return;
    const auto partner_holds = [&] {
      const std::int64_t there = of_first ? second_begin(*partner, begin) : std::max(partner->lo, begin - gap_max_);
      return holds(r_.plan, of_first ? u_.b : u_.a, *partner, there, false);
    };
    consider({RelaxationKind::longer_shift, mc.carer, std::int64_t(line.end) - mc.shift_end}, partner_holds);
  }

  // With something taken out of this carer's day, does one half go there, and the other where it could before?
  bool fits_in_trial(int carer) const {
    for (const bool of_first : {true, false}) {
      const int task = of_first ? u_.a : u_.b;
      if (task < 0 || !m_.may(carer, task)) continue;
      const GeneralScan scan(r_.trial, task, carer);
      for (int gap = 0; scan.fits() && gap < scan.gaps(); ++gap) {
        const GapPrice price = scan.price(gap);
        bool fits = false;
        const auto meets = [&](int lo, int hi) {
          const Half mine{carer, gap, lo, hi, {}};
          for (const Half& other : of_first ? second_ : first_) {
            if (fits || other.need.kind != RelaxationKind::none) continue;
            const Begins both = of_first ? meet(mine, other) : meet(other, mine);
            fits = both.lo <= both.hi && (of_first ? holds(r_.trial, u_.a, mine, both.lo, false) && holds(r_.plan, u_.b, other, second_begin(other, both.lo), false)
                                                   : holds(r_.plan, u_.a, other, both.lo, false) && holds(r_.trial, u_.b, mine, second_begin(mine, both.lo), false));
          }
        };
        if (price.fits) scan.slots(gap, price, meets);
        if (fits) return true;
      }
    }
    return false;
  }

  Reasoner& r_;
  const Model& m_;
  const Unit& u_;
  bool two_;
  Span bounds_;
  std::int64_t gap_min_ = -4 * std::int64_t(kFar), gap_max_ = 4 * std::int64_t(kFar);
  std::vector<Half> first_, second_, first_free_, second_free_;  // free: as if there were no windows
  std::array<Relaxation, 16> best_;                              // by kind
};

}  // namespace

void relax_tied(Reasoner& r, int unit, bool replacing, std::vector<Relaxation>& out) { TiedRelaxer(r, unit).relax(replacing, out); }

}  // namespace yilin::routing
