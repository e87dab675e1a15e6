#pragma once
// PURE: who suits a visit best. This is the seam for the optimiser: whoever ranks otherwise replaces rank().
//
// Score 0–1000 = travel (fewer minutes, more points) + familiarity (earlier visits to this elder) + load (fewer visits that
// day, more points) + wanted. All integers; ties go to the shorter way, then to the smaller id, so that the same facts always
// give the same order.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/geo.h"
#include "base/id.h"
#include "base/time.h"
#include "modules/dispatch/types.h"

namespace yilin::dispatch::rules {

struct Terms {                       // dated parameters, of the visit's region
  std::int64_t detour_permille = 1300, pace_m_min = 250;
  std::int64_t travel_unknown_min = 20;  // between two visits when a place is not known
  std::int64_t travel_cap_min = 60;      // further: not by the machine
  std::int64_t points_travel = 500, points_familiar = 250, points_load = 150, points_wanted = 100;
  std::int64_t familiar_full_visits = 5, load_full_visits = 8;
  bool capped = true;                    // false: nobody is too far (an emergency)
};

struct Booking {                     // when and where a worker is taken
  VisitId visit;
  Instant from, to;
  Place place;
};
struct Wish {                        // the visit that waits
  VisitId visit;
  Instant from, to;
  Place place;
  Instant begin_by;                  // it may begin so late without breaking a promise; none: at `from` only
};
struct Worker {
  WorkerId id;
  OrganisationId organisation;
  Place home;
  std::int64_t familiar = 0;         // earlier completed visits to this elder
  std::vector<Booking> bookings;     // around that day, any order; the visit itself is not counted
  Instant off;                       // her shift ends; none: not asked
  bool wanted = false;
  bool tried = false;                // was asked for this visit and did not take it, or holds it
  bool refused = false;              // the elder does not want her
};

enum class Barrier : std::uint8_t { none = 0, tried = 1, refused = 2, conflict = 3, too_far = 4 };

struct Ranked {
  WorkerId worker;
  OrganisationId organisation;
  Barrier barrier = Barrier::none;
  std::string barrier_sentence;      // empty when free
  std::int64_t travel_min = -1;      // −1: not known
  std::int32_t score = 0;
  bool wanted = false;
  std::vector<ScorePart> parts;
};

// Door to door, rounded up; −1 when one of the places is not known.
std::int64_t travel_minutes(Place from, Place to, const Terms& terms);
// She cannot be at both: the times overlap, or the way between them takes longer than the gap.
bool overlaps(const Booking& booking, const Wish& wish);
bool conflicts(const Booking& booking, const Wish& wish, const Terms& terms);

// She sets out from the place of her last booking that ends before the visit on that day, else from her home.
Ranked judge(const Wish& wish, const Worker& worker, const Terms& terms);
// Those that may be asked first: the wanted one, then by score; then those that may not, by id.
std::vector<Ranked> rank(const Wish& wish, const std::vector<Worker>& workers, const Terms& terms);

// The earliest beginning within [from, begin_by] and `ahead` of it at which nothing stands in her way and that ends within her
// shift; none: there is none.
// For somebody who is free at `from` that is `from`.
std::optional<Instant> earliest(const Wish& wish, const Worker& worker, const Terms& terms, Millis ahead);

// Whether those who wait for a carer should be matched together: fewer idle workers for each of them than the percentage.
// `waiting` counts the others; nobody else waits and somebody is idle → no, whatever the percentage below 100.
bool scarce(std::int64_t idle, std::int64_t waiting, std::int64_t percent);

// The same team as choose(rank(…), …) finds, best first, with words for its members only. Empty: nobody.
std::vector<Ranked> best_team(const Wish& wish, std::span<const Worker> workers, const Terms& terms, std::size_t missing,
                              OrganisationId organisation);
// Which of `ranked` to ask so that `missing` places are filled by people of one organisation (`organisation`, if somebody of
// it holds a place already): the best one who has enough colleagues, then the best of those. Empty: nobody.
std::vector<std::size_t> choose(const std::vector<Ranked>& ranked, std::size_t missing, OrganisationId organisation);

}  // namespace yilin::dispatch::rules
