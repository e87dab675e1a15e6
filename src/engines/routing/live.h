#pragma once
// A plan that is being carried out: where could one more visit go, why did it go there, and how is the day mended when a
// carer falls ill. The same tables, prices and rules as the night's search.

#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "engines/routing/answer.h"
#include "engines/routing/problem.h"

namespace yilin::routing {

inline constexpr int kOffersMax = 100;
inline constexpr int kVisitsAddedMax = 1'024;  // to one LivePlan; then it is opened anew
inline constexpr int kPlacesAddedMax = 256;

// One way to serve a visit without moving any other.
struct Offer {
  int carer = -1, second_carer = -1;  // second_carer: of visits for two
  Time begin = 0, second_begin = 0;   // earliest there
  int after = 0, second_after = 0;    // how many visits the carer makes before it
  Cost price = 0;                     // what the plan's cost grows by
  Time lateness = 0;                  // … and its lateness
};

// The legs of a new place for one profile with matrices, by place: from the new one and to it. Distances and costs only
// where the profile has them.
struct PlaceLegs {
  std::vector<std::int32_t> durations_from, durations_to, distances_from, distances_to, costs_from, costs_to;
};

// Why a visit has the carer it has and not another one: the whole plan's figures with each of them.
struct Comparison {
  bool possible = false;                // the other one could
  Score with_this, with_other;
  CostParts parts_this, parts_other;    // of the whole plan
  Offer other;
  Reason obstacle = Reason::day_full;   // if not possible, why
  std::vector<Relaxation> relaxations;  // … and what would make it possible
};

class LivePlan {
 public:
  // Copies the problem; the plan must keep its rules (invalid_plan otherwise).
  static Result<LivePlan> open(const Problem&, const Solution&);
  LivePlan(LivePlan&&) noexcept;
  LivePlan& operator=(LivePlan&&) noexcept;
  ~LivePlan();

  // A new place; its number. With matrices: one PlaceLegs per profile (of those without, an empty one), and O(places²).
  Result<int> add_place(const Location&, const std::vector<PlaceLegs>& legs = {});
  // A new unserved visit at one of the problem's places; its number. Not for shipments and precedences.
  Result<int> add(const Visit&);
  // The cheapest offers for an unserved visit, one per carer (per pair of carers), cheapest first. O(carers × visits a day).
  Result<std::vector<Offer>> offers(int visit, int most) const;
  // Takes an offer of offers() since the last change.
  Status take(int visit, const Offer&);
  Status drop(int visit);  // takes a visit out of the plan (with what may not stay without it)
  // For a served visit of one carer.
  Result<Comparison> compare(int visit, int other_carer) const;
  Answer answer() const;   // the plan as it is; O(visits)

 private:
  struct State;
  explicit LivePlan(std::unique_ptr<State>);
  std::unique_ptr<State> state_;
};

struct DelayedVisit {
  int visit = -1;
  Time begin = 0;
};

// What changed since the plan was made.
struct Changes {
  std::vector<int> absent_carers;     // make no visit from now on
  std::vector<int> cancelled_visits;
  std::vector<DelayedVisit> late;     // visits that will begin just then, whatever was promised
  Time now = -kNever;                 // visits begun before stay as they are; nothing else begins before
  Time tolerance = 900;               // a promised begin may move by so much and no more
  std::int64_t iterations = 800;
  std::uint64_t seed = 1;
};

// The plan mended: as many visits as possible, as few as possible at another carer's, none outside its tolerance. Costs of
// the answer are those of the problem as given; its times keep the promises, so they are later than the earliest possible
// where evaluate() of the same routes would know of no promise.
Result<Answer> replan(const Problem&, const Solution& current, const Changes&);

}  // namespace yilin::routing
