// Many values of one parameter. The value is a node of its own in the graph; below it every amount must come down to truth values
// that do not depend on it. These are computed for everybody and counted by their combination; each value is then priced on the
// few combinations that occur.
#include <algorithm>
#include <unordered_map>

#include "base/assert.h"
#include "engines/policy/pairs.h"

namespace yilin::policy {
namespace {

constexpr std::int64_t kValueColumn = -1;  // no column: the node is never emitted
constexpr std::size_t kAnswersMax = 64, kCountedDirectly = 16;

// One benefit as a function of the value and of some answers.
class Amount {
 public:
  Amount(const Graph& graph, Node node) : g_(graph), varies_(graph.size(), -1), place_(graph.size(), -1), node_(node) {
    sound_ = collect(node) && answers_.size() <= kAnswersMax;
  }
  bool sound() const { return sound_; }
  bool touched() const { return !g_.at(node_).constant && sound_ && varies_[static_cast<std::size_t>(node_)] == 1; }
  const std::vector<Node>& answers() const { return answers_; }

  std::int64_t at(std::uint64_t answers, std::int64_t value, std::vector<std::int64_t>& room) const {
    room.resize(order_.size());
    const auto of = [&](Node n) {
      const Operation& op = g_.at(n);
      return op.constant ? op.imm : room[static_cast<std::size_t>(place_[static_cast<std::size_t>(n)])];
    };
    std::size_t answer = 0;
    for (std::size_t k = 0; k < order_.size(); ++k) room[k] = answer < answers_.size() && order_[k] == answers_[answer] ? static_cast<std::int64_t>(answers >> answer++ & 1) : result(g_.at(order_[k]), value, of);
    return of(node_);
  }

 private:
  bool varies(Node n) {
    if (n < 0 || g_.at(n).constant) return false;
    signed char& known = varies_[static_cast<std::size_t>(n)];
    if (known >= 0) return known == 1;
    const Operation& op = g_.at(n);
    const bool yes = (op.code == Code::load && op.imm == kValueColumn) || varies(op.a) || varies(op.b) || varies(op.c);
    varies_[static_cast<std::size_t>(n)] = yes;
    return yes;
  }
  bool collect(Node n) {
    if (n < 0 || g_.at(n).constant || place_[static_cast<std::size_t>(n)] >= 0) return true;
    const Operation& op = g_.at(n);
    const bool moving = varies(n);
    if (op.truth && !moving) {
      answers_.push_back(n);
    } else {
      const bool value = op.code == Code::load && op.imm == kValueColumn;
      const bool facts = op.code == Code::load || op.code == Code::load_lo || op.code == Code::load_hi;
      if ((facts && !value) || op.code == Code::sum || op.code == Code::any || op.code == Code::days) return false;
      if (!collect(op.a) || !collect(op.b) || !collect(op.c)) return false;
    }
    place_[static_cast<std::size_t>(n)] = static_cast<std::int32_t>(order_.size());
    order_.push_back(n);
    return true;
  }
  template <class Of>
  static std::int64_t result(const Operation& op, std::int64_t value, Of&& of) {
    switch (op.code) {
      case Code::load: return value;
      case Code::add: return of(op.a) + of(op.b);
      case Code::subtract: return of(op.a) - of(op.b);
      case Code::multiply: return of(op.a) * of(op.b);
      case Code::divide: return of(op.a) / of(op.b);
      case Code::less: return of(op.a) < of(op.b);
      case Code::less_equal: return of(op.a) <= of(op.b);
      case Code::equal: case Code::same: return of(op.a) == of(op.b);
      case Code::both: return of(op.a) & of(op.b);
      case Code::either: return of(op.a) | of(op.b);
      case Code::not_: return 1 - of(op.a);
      case Code::select: return of(op.c) ? of(op.a) : of(op.b);
      case Code::smaller: return std::min(of(op.a), of(op.b));
      case Code::larger: return std::max(of(op.a), of(op.b));
      case Code::shift_right: return of(op.a) >> op.imm;
      case Code::bits: return of(op.a) & op.imm;
      case Code::truth: return of(op.a) != 0;
      case Code::number: case Code::convert: case Code::expand: return of(op.a);
      default: YILIN_ASSERT(false);
    }
    return 0;
  }
  const Graph& g_;
  std::vector<signed char> varies_;    // −1: not asked yet
  std::vector<std::int32_t> place_;    // in order_
  std::vector<Node> order_, answers_;  // answers_ in the order in which order_ has them
  Node node_;
  bool sound_ = false;
};

// The benefits of one stretch that the value moves, for known or for unknown facts.
struct Side {
  Graph graph;
  struct Moved { std::size_t benefit; bool household; Amount amount; };
  std::vector<Moved> moved;
  std::unique_ptr<Program> program;    // the answers of each in turn, eight a byte

  // False: an amount hangs on more than yes and no.
  bool draw(const RuleSet& set, const Resolution& r, const Schema& schema, Facts facts, NameId parameter, std::int64_t lo, std::int64_t hi) {
    const std::vector<NameId> names = benefits(set);
    Lowering lowering(graph, set, r, columns_of(set, schema), facts);
    lowering.assume(parameter, graph.load(Code::load, kValueColumn, true, lane_for(lo, hi), lo, hi));
    std::vector<Node> nodes;
    for (const Lowering::Benefit& b : lowering.benefits()) nodes.push_back(paid(graph, b));
    std::vector<ProgramOutput> outputs;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      Amount amount(graph, nodes[i]);
      if (!amount.sound() && hangs_on_value(nodes[i])) return false;
      if (!amount.touched()) continue;
      const bool household = set.name(names[i]).household;
      for (std::size_t a = 0; a < amount.answers().size(); ++a) {
        if (a % 8 == 0) outputs.emplace_back().household = household, outputs.back().packed = true;
        outputs.back().bits[a % 8] = amount.answers()[a];
      }
      moved.push_back({i, household, std::move(amount)});
    }
    program = std::make_unique<Program>(graph, std::move(outputs), schema);
    return true;
  }

 private:
  bool hangs_on_value(Node n) const {
    std::vector<Node> open{n};
    std::vector<bool> seen(graph.size());
    while (!open.empty()) {
      const Node x = open.back();
      open.pop_back();
      if (x < 0 || seen[static_cast<std::size_t>(x)]) continue;
      seen[static_cast<std::size_t>(x)] = true;
      const Operation& op = graph.at(x);
      if (op.code == Code::load && op.imm == kValueColumn) return true;
      for (const Node y : {op.a, op.b, op.c}) open.push_back(y);
    }
    return false;
  }
};

// How many persons or households gave which answers.
class Counts {
 public:
  explicit Counts(std::size_t answers) : direct_(answers <= kCountedDirectly ? std::size_t{1} << answers : 0) {}
  void add(std::uint64_t answers, std::int64_t n) {
    if (!direct_.empty()) direct_[answers] += n;
    else others_[answers] += n;
  }
  template <class F>
  void each(F&& f) const {
    for (std::size_t a = 0; a < direct_.size(); ++a)
      if (direct_[a] != 0) f(a, direct_[a]);
    for (const auto& [a, n] : others_) f(a, n);
  }

 private:
  std::vector<std::int64_t> direct_;
  std::unordered_map<std::uint64_t, std::int64_t> others_;
};

// The answers of one row: its bytes from `outputs` on.
std::uint64_t answers_at(void* const* outputs, std::size_t bytes, std::size_t row) {
  std::uint64_t out = 0;
  for (std::size_t b = 0; b < bytes; ++b) out |= std::uint64_t{static_cast<const std::uint8_t*>(outputs[b])[row]} << (8 * b);
  return out;
}
}  // namespace

std::optional<TariffEffects> compare_tariffs(const RuleSet& set, Date known_at, const Population& population, Month month, const Tariff& tariff, Isa isa) {
  const NameId id = set.find(tariff.parameter);
  RuleSet scenario = set;
  if (tariff.values.empty() || !scenario.add_parameter(tariff.parameter, tariff.region, month, month + 1, tariff.values.front())) return {};
  const KernelTable& kernels = kernels_of(isa);
  const auto& stretches = population.stretches();
  const std::vector<std::uint32_t> unknown = population.unknown_households(month);
  const std::size_t benefit_count = benefits(set).size();
  TariffEffects out(tariff.values.size(), std::vector(stretches.size(), std::vector<Effect>(benefit_count)));
  std::size_t block = 0;
  const std::vector<Piece> open = pieces(population, unknown);
  std::size_t piece = 0;
  for (std::uint32_t s = 0; s < stretches.size(); ++s) {
    const Resolution before = resolve(set, {stretches[s].region, month, known_at, {}}), after = resolve(scenario, {stretches[s].region, month, known_at, {}});
    const std::size_t block_end = static_cast<std::size_t>(std::ranges::upper_bound(population.blocks(), s, {}, &Population::Block::region) - population.blocks().begin());
    const std::size_t piece_end = static_cast<std::size_t>(std::ranges::upper_bound(open, s, {}, &Piece::stretch) - open.begin());
    const std::size_t blocks_from = std::exchange(block, block_end), pieces_from = std::exchange(piece, piece_end);
    if (after.versions[id] == before.versions[id]) continue;
    if (before.versions[id] == kNone) return {};
    const Expr& was = set.expr(set.version(before.versions[id]).value);
    if (was.op != Op::literal || !was.literal.whole()) return {};
    const std::int64_t now = was.literal.num;
    const std::int64_t lo = std::min(now, std::ranges::min(tariff.values)), hi = std::max(now, std::ranges::max(tariff.values));

    Side sides[2];
    for (const Facts facts : {Facts::known, Facts::unknown})
      if (!sides[facts == Facts::unknown].draw(scenario, after, population.schema(), facts, id, lo, hi)) return {};
    Workspace& w = Workspace::of_thread(std::max(sides[0].program->scratch_bytes(), sides[1].program->scratch_bytes()));
    for (const bool open_facts : {false, true}) {
      const Side& side = sides[open_facts];
      if (side.moved.empty()) continue;
      std::vector<Counts> counts;
      for (const Side::Moved& m : side.moved) counts.emplace_back(m.amount.answers().size());
      const auto count = [&](Program::Frame f, const Words* rows, const Words* households) {
        w.outputs.prepare(*side.program);
        f.outputs = w.outputs.data();
        side.program->run(population, kernels, f);
        std::size_t output = 0;
        for (std::size_t m = 0; m < side.moved.size(); ++m) {
          const bool household = side.moved[m].household;
          const std::size_t bytes = (side.moved[m].amount.answers().size() + 7) / 8;
          const Words* takes_part = household ? households : rows;
          for (std::size_t i = 0; i < static_cast<std::size_t>(household ? f.households : f.rows); ++i)
            counts[m].add(answers_at(w.outputs.data() + output, bytes, i), takes_part == nullptr ? 1 : static_cast<std::int64_t>((*takes_part)[i / 64] >> (i % 64) & 1));
          output += bytes;
        }
      };
      if (open_facts) {
        for (std::size_t i = pieces_from; i < piece_end; ++i) count(frame_of(population, open[i].households, w), nullptr, nullptr);
      } else {
        for (std::size_t i = blocks_from; i < block_end; ++i) {
          Words rows, households;
          known_of(population, population.blocks()[i], unknown, rows, households);
          count(frame_of(population, population.blocks()[i], w), &rows, &households);
        }
      }
      std::vector<std::int64_t> room;
      for (std::size_t m = 0; m < side.moved.size(); ++m) {
        const Amount& amount = side.moved[m].amount;
        counts[m].each([&](std::uint64_t answers, std::int64_t n) {
          const std::int64_t x = amount.at(answers, now, room);
          for (std::size_t v = 0; v < tariff.values.size(); ++v) {
            const std::int64_t d = amount.at(answers, tariff.values[v], room) - x;
            Effect& e = out[v][s][side.moved[m].benefit];
            if (d > 0) e.winners += n, e.gained += n * d;
            if (d < 0) e.losers += n, e.lost -= n * d;
          }
        });
      }
    }
  }
  return out;
}

}  // namespace yilin::policy
