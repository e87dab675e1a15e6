#pragma once
// A city's working life, hour by hour: elders order, carers answer, travel, check in and out, families rate and complain,
// dispatchers help. Everything happens through the real commands; the world only decides who does what when, from a seed.
// The same world plays months of history (with a SimClock) and a live day (with the real clock).

#include <optional>
#include <queue>
#include <unordered_map>

#include "base/rng.h"
#include "modules/hotline/hotline.h"
#include "modules/providers/providers.h"
#include "sim/customers.h"
#include "sim/ears.h"
#include "sim/hands.h"

namespace yilin::sim {

// How often people do not do what was planned. Samples.
struct Chances {
  double refuses = 0.07, ignores = 0.04;        // of offers
  double falls_ill = 0.012;                     // of accepted visits: she gives it back two hours before
  double nobody_home = 0.015, cancels = 0.045;  // of visits
  double late_minutes = 5;                      // standard deviation of an arrival; being late at one visit makes late at the next
};

struct WorldOptions {
  std::uint64_t seed = 1;
  int tempo = 1;                   // people take 1/tempo of their time (60: an hour passes in a minute)
  std::size_t customers = 400;
  UserId operator_user, dispatcher_user, official_user;
  Chances chances{};
};

class World {
 public:
  // `desk`: for what only screens have (reviews, complaints, plans, nobody at home); none: it does not happen.
  World(Kernel& kernel, Hands& hands, Desk* desk, WorldOptions options);
  ~World();

  // An order that will be placed at `at`, for a time between `lead_min` and `lead_max` later.
  void wish(Instant at, Millis lead_min, Millis lead_max);
  void make_plan(Instant at);      // a weekly plan for somebody, with the desk only
  void fix_tags();                 // with the desk only
  // What others have left open: offers to answer, visits to make and to end. At the beginning.
  void pick_up();
  // Everything that is due by the kernel's clock; returns when it is durable.
  void step();
  std::size_t expected() const { return events_.size(); }
  // When the clock must stand still next: offers lapse within a minute or two.
  Instant next_exact();
  Instant next_due() const { return events_.empty() ? Instant{INT64_MAX} : events_.top().at; }
  std::int64_t orders_placed() const { return placed_; }
  bool has_customers() const { return !customers_.empty(); }
  const CallerPtr& operators() const { return operator_; }
  const CallerPtr& official() const { return official_; }
  const CallerPtr& dispatchers() const { return dispatcher_; }

 private:
  enum class What : std::uint8_t {
    order, decide, help, depart, arrive, leave, feedback, cancel, fall_ill, review, complain, plan,
    ring, answer, converse, wrap,  // of a call to the hotline
  };
  struct Event {
    Instant at;
    std::int64_t order = 0;        // ties: in the order in which they were foreseen
    What what = What::order;
    ElderId elder;
    OrderId order_id;
    VisitId visit;
    AssignmentId assignment;
    Instant from, to;              // order: wanted between
    Instant device_at;
    std::int64_t call = 0;         // index in conversations_, + 1
    bool operator<(const Event& o) const { return at != o.at ? at > o.at : order > o.order; }
  };
  struct Job {                     // a worker's part of a visit
    VisitId visit;
    WorkerId worker;
    OrganisationId organisation;
    Instant checked_in_at;
  };
  struct Presence {                // where a worker is, and until when she is busy there
    Instant until;
    std::int64_t lon_e6 = 0, lat_e6 = 0;
  };
  struct Conversation {            // a call, as it goes on; what the writer's thread fills in is read after hands_.wait()
    hotline::WrapCode about = hotline::WrapCode::consult;
    CallId id;
    OrderId order;
  };
  struct Story {                   // what the world knows of a visit that goes on
    orders::Visit visit;
    std::vector<AssignmentId> offers, promises;
    bool helped = false;
  };

  void foresee(Event event);
  Millis paced(Millis human) const { return {human.value / options_.tempo}; }
  void listen();
  void hear(const Sound& sound);
  void do_event(const Event& event);
  orders::NewOrder order_of(const Event& event);  // none of the elder: nothing that she could order
  void place(const Event& event);
  void call(const Event& event);
  void resume(const orders::Visit& visit, const std::vector<orders::Assignment>& team);
  void decide(const Event& event);
  void help(const Event& event);
  void arrive(const Event& event);
  void leave(const Event& event);
  void feedback(const Event& event);
  void desk_work(const Event& event);
  void forget(VisitId visit);
  std::vector<orders::ProofInput> proofs(const Customer& customer, bool at_check_out, std::int64_t salt);
  CallerPtr worker_caller(WorkerId worker, OrganisationId organisation);
  CallerPtr staff_caller(UserId user, std::string name, access::Role role) const;
  bool busy(WorkerId worker, Instant from, Instant to) const;
  Instant earliest_arrival(WorkerId worker, const Customer& customer) const;

  Kernel& kernel_;
  Hands& hands_;
  Desk* desk_;
  WorldOptions options_;
  Rng rng_;
  Customers customers_;
  std::vector<catalogue::ServiceItem> items_;
  CallerPtr operator_, dispatcher_, official_;
  std::priority_queue<Event> events_;
  std::priority_queue<Instant, std::vector<Instant>, std::greater<>> exact_;
  std::int64_t foreseen_ = 0, placed_ = 0;
  std::vector<std::shared_ptr<Conversation>> conversations_;
  std::unordered_map<std::int64_t, Story> stories_;      // by visit
  std::unordered_map<std::int64_t, Job> jobs_;           // by assignment
  std::unordered_map<std::int64_t, CallerPtr> workers_;  // by worker
  std::unordered_map<std::int64_t, std::vector<std::pair<Instant, Instant>>> booked_;  // by worker
  std::unordered_map<std::int64_t, Presence> presence_;  // by worker
};

}  // namespace yilin::sim
