#include "engines/policy/household_program.h"

#include "base/assert.h"

namespace yilin::policy {
namespace {

// The node whose value this one has in another form.
Node meant(const Graph& g, Node n) {
  for (;;) {
    const Operation& op = g.at(n);
    const bool form = op.code == Code::convert || op.code == Code::number || op.code == Code::expand || (op.code == Code::truth && g.at(op.a).lo >= 0 && g.at(op.a).hi <= 1);
    if (op.constant || !form) return n;
    n = op.a;
  }
}
bool loads(Code c) { return c == Code::load || c == Code::load_lo || c == Code::load_hi; }
}  // namespace

HouseholdProgram::HouseholdProgram(const Graph& g, std::span<const ProgramOutput> outputs, const Schema& schema) {
  std::vector<bool> needed(g.size());
  std::vector<Node> stack;
  const auto need = [&](Node n) {
    if (n < 0 || needed[static_cast<std::size_t>(n = meant(g, n))]) return;
    needed[static_cast<std::size_t>(n)] = true;
    stack.push_back(n);
  };
  for (const ProgramOutput& o : outputs) {
    need(o.node);
    for (const Node bit : o.bits) need(bit);
  }
  while (!stack.empty()) {
    const Operation& op = g.at(stack.back());
    stack.pop_back();
    for (const Node n : {op.a, op.b, op.c}) need(n);
  }
  std::vector<Place> place(g.size());
  const auto operand = [&](Node n) { return n < 0 ? Place{0} : place[static_cast<std::size_t>(meant(g, n))]; };
  for (std::size_t i = 0; i < g.size(); ++i) {
    if (!needed[i]) continue;
    YILIN_ASSERT(places_ < 0xFFFF);
    const auto d = place[i] = static_cast<Place>(places_++);
    const Operation& op = g.at(static_cast<Node>(i));
    if (op.constant) {
      constants_.push_back({d, op.imm});
    } else if (loads(op.code)) {
      const Lane lane = schema.columns[static_cast<std::size_t>(op.imm)].lane;
      loads_.push_back({d, static_cast<std::uint16_t>(op.imm), lane, op.household, mark_of(lane), op.code == Code::load ? mark_of(lane) : op.code == Code::load_lo ? op.lo : op.hi});
    } else {
      steps_.push_back({op.code, d, operand(op.a), operand(op.b), operand(op.c), op.imm});
    }
  }
  for (const ProgramOutput& o : outputs) {
    const auto from = static_cast<std::uint16_t>(values_.size());
    if (!o.packed) values_.push_back({operand(o.node)});
    for (std::size_t k = 0; k < o.bits.size(); ++k)
      if (o.bits[k] >= 0) values_.push_back({operand(o.bits[k]), static_cast<std::uint8_t>(k)});
    outputs_.push_back({o.flip, o.packed, o.household, o.lane, from, static_cast<std::uint16_t>(values_.size())});
  }
}

template <int N>
void HouseholdProgram::compute(std::int64_t* v, int members, void* const* outputs) const {
  constexpr std::size_t kStride = 4;  // steps for each output that is asked for: they come while there is work
  const int n = N ? N : members;
  std::size_t asked = 0;
  for (std::size_t k = 0; k < steps_.size(); ++k) {
    if (k % kStride == 0 && asked < outputs_.size()) __builtin_prefetch(outputs[asked++], 1);
    const Step& s = steps_[k];
    std::int64_t* const d = v + s.d * n;
    const std::int64_t *const a = v + s.a * n, *const b = v + s.b * n, *const c = v + s.c * n;
    const auto each = [&](auto&& f) {
      for (int m = 0; m < n; ++m) d[m] = f(a[m], b[m]);
    };
    const auto over = [&](auto&& f) {
      std::int64_t x = 0;
      for (int m = 0; m < n; ++m) x = f(x, a[m]);
      for (int m = 0; m < n; ++m) d[m] = x;
    };
    switch (s.code) {
      case Code::add: each([](auto x, auto y) { return x + y; }); break;
      case Code::subtract: each([](auto x, auto y) { return x - y; }); break;
      case Code::multiply: each([](auto x, auto y) { return x * y; }); break;
      case Code::divide: each([](auto x, auto y) { return x / y; }); break;
      case Code::less: each([](auto x, auto y) -> std::int64_t { return x < y; }); break;
      case Code::less_equal: each([](auto x, auto y) -> std::int64_t { return x <= y; }); break;
      case Code::equal: case Code::same: each([](auto x, auto y) -> std::int64_t { return x == y; }); break;
      case Code::both: each([](auto x, auto y) { return x & y; }); break;
      case Code::either: each([](auto x, auto y) { return x | y; }); break;
      case Code::not_: each([](auto x, auto) { return x ^ 1; }); break;
      case Code::truth: each([](auto x, auto) -> std::int64_t { return x != 0; }); break;
      case Code::select:
        for (int m = 0; m < n; ++m) d[m] = b[m] ^ ((a[m] ^ b[m]) & -c[m]);
        break;
      case Code::smaller: each([](auto x, auto y) { return x < y ? x : y; }); break;
      case Code::larger: each([](auto x, auto y) { return x > y ? x : y; }); break;
      case Code::shift_right: each([&](auto x, auto) { return x >> s.imm; }); break;
      case Code::bits: each([&](auto x, auto) { return x & s.imm; }); break;
      case Code::days:
        each([](auto x, auto) -> std::int64_t {
          const auto packed = static_cast<std::int32_t>(x);
          std::int32_t days = 0;
          kernels_scalar().fn[static_cast<int>(Kernel::days)][static_cast<int>(Lane::i32)](&days, &packed, nullptr, nullptr, 0, 0, 1);
          return days;
        });
        break;
      case Code::sum: over([](auto x, auto y) { return x + y; }); break;
      case Code::any: over([](auto x, auto y) { return x | y; }); break;
      default: YILIN_ASSERT(false);
    }
  }
}

template <int N>
void HouseholdProgram::write(const std::int64_t* v, int members, void* const* outputs) const {
  const int n = N ? N : members;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const Output& o = outputs_[i];
    for (int m = 0; m < (o.household ? 1 : n); ++m) {
      const auto at = [&](int k) { return v[values_[static_cast<std::size_t>(k)].at * n + m]; };
      if (o.packed) {
        std::uint8_t byte = o.flip;
        for (int k = o.from; k < o.to; ++k) byte ^= static_cast<std::uint8_t>(at(k) << values_[static_cast<std::size_t>(k)].shift);
        static_cast<std::uint8_t*>(outputs[i])[m] = byte;
      } else {
        with_lane(o.lane, [&](auto t) { static_cast<decltype(t)*>(outputs[i])[m] = static_cast<decltype(t)>(at(o.from)); });
      }
    }
  }
}

void HouseholdProgram::run(const Population& population, std::uint32_t household_row, void* const* outputs) const {
  const std::uint32_t row = population.first_row(household_row);
  const auto from = [&](const Load& l) { return population.data(l.column) + (l.household ? household_row : row) * static_cast<std::size_t>(bytes_of(l.lane)); };
  for (const Load& l : loads_) __builtin_prefetch(from(l));
  const int members = static_cast<int>(population.first_row(household_row + 1) - row);
  thread_local std::vector<std::int64_t> room;
  if (room.size() < places_ * static_cast<std::size_t>(members)) room.resize(places_ * static_cast<std::size_t>(members));
  std::int64_t* v = room.data();
  for (const auto& [place, value] : constants_)
    for (int m = 0; m < members; ++m) v[place * members + m] = value;
  for (const Load& l : loads_)
    with_lane(l.lane, [&](auto t) {
      const auto* values = reinterpret_cast<const decltype(t)*>(from(l));
      for (int m = 0; m < members; ++m) {
        const std::int64_t x = values[l.household ? 0 : m];
        v[l.place * members + m] = x == l.mark ? l.instead : x;
      }
    });
  const auto both = [&]<int N>() {
    compute<N>(v, members, outputs);
    write<N>(v, members, outputs);
  };
  if (members == 1) both.template operator()<1>();
  else if (members == 2) both.template operator()<2>();
  else both.template operator()<0>();
}

}  // namespace yilin::policy
