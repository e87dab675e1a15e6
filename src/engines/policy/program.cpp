#include "engines/policy/program.h"

#include <algorithm>
#include <bit>

#include "base/assert.h"

namespace yilin::policy {
namespace {
// The first places are the block's own arrays (kNo: all zero); then columns, slots, outputs.
enum : std::uint16_t { kLocal, kStarts, kRowList, kHouseholdList, kNo, kColumns };
constexpr std::size_t kWordsMax = Population::kBlockRows / 64;
alignas(64) constexpr std::uint64_t kNever[kWordsMax] = {};
constexpr std::size_t kPlacesMax = 4'096;
}  // namespace

Magic magic_for(std::uint64_t divisor, Lane lane) {
  const int bits = lane == Lane::i64 ? 62 : 31;
  const int log = divisor <= 1 ? 0 : std::bit_width(divisor - 1);
  const int shift = bits + log;
  const unsigned __int128 power = static_cast<unsigned __int128>(1) << shift;
  return {static_cast<std::uint64_t>((power + divisor - 1) / divisor), shift};
}

class Program::Emitter {
 public:
  Emitter(Program& program, Graph& graph, const Schema& schema, bool gathered) : p_(program), g_(graph), schema_(schema), gathered_(gathered) {}

  void run() {
    for (ProgramOutput& o : p_.outputs_) {
      if (o.packed) {
        for (Node& bit : o.bits) prepare(bit, o);
        continue;
      }
      if (!o.household) o.node = g_.expand(o.node);
      o.node = g_.convert(o.node, o.lane);
    }
    const std::size_t n = g_.size();
    uses_.assign(n, 0);
    place_.assign(n, 0);
    std::vector<Node> stack;
    std::vector<bool> needed(n);
    const auto need = [&](Node x) {
      ++uses_[x];
      if (!needed[x]) needed[x] = true, stack.push_back(x);
    };
    for (const ProgramOutput& o : p_.outputs_) {
      if (!o.packed) need(o.node);
      for (const Node bit : o.bits)
        if (bit >= 0) need(bit);
    }
    while (!stack.empty()) {
      const Operation op = g_.at(stack.back());
      stack.pop_back();
      for (const Node x : {op.a, op.b, op.c})
        if (x >= 0) need(x);
    }
    for (std::size_t x = 0; x < n; ++x)
      if (needed[x] && g_.at(static_cast<Node>(x)).code == Code::load) column(static_cast<Node>(x));
    for (std::size_t x = 0; x < n; ++x)
      if (const Operation& op = g_.at(static_cast<Node>(x)); needed[x] && (op.code == Code::load_lo || op.code == Code::load_hi)) column(static_cast<Node>(x));
    slots_from_ = static_cast<std::uint16_t>(kColumns + p_.columns_.size());
    // Slot places are numbered from slots_from_; output places behind all slots, whose number is known at the end.
    outputs_from_ = kPlacesMax;
    // One output after the other, each as soon as what it needs is there: values die young and their places stay near.
    done_.assign(n, false);
    for (std::size_t i = 0; i < p_.outputs_.size(); ++i) {
      if (p_.outputs_[i].packed) {
        for (const Node bit : p_.outputs_[i].bits) compute(bit);
        pack(i);
      } else {
        compute(p_.outputs_[i].node);
        output(i);
        release(p_.outputs_[i].node);
      }
      Instruction made{};
      made.kernel = Kernel::count;
      made.ia = static_cast<std::int64_t>(i);
      p_.code_.push_back(made);
    }
    const auto shift = static_cast<std::uint16_t>(outputs_from_ - (slots_from_ + p_.slots_.size()));
    for (Instruction& i : p_.code_)
      for (std::uint16_t* place : {&i.d, &i.a, &i.b, &i.c})
        if (*place >= outputs_from_) *place = static_cast<std::uint16_t>(*place - shift);
    for (auto& places : p_.packs_)
      for (std::uint16_t& place : places)
        if (place >= outputs_from_) place = static_cast<std::uint16_t>(place - shift);
    YILIN_ASSERT(slots_from_ + p_.slots_.size() + p_.outputs_.size() < kPlacesMax);
  }

 private:
  // Emits x and what it needs that is not there yet.
  void compute(Node x) {
    std::vector<std::pair<Node, int>> open;
    const auto enter = [&](Node n) {
      if (n >= 0 && !done_[static_cast<std::size_t>(n)]) open.push_back({n, 0});
    };
    for (enter(x); !open.empty();) {
      auto& [n, next] = open.back();
      if (done_[static_cast<std::size_t>(n)]) {
        open.pop_back();
      } else if (next < 3) {
        const Operation& op = g_.at(n);
        enter(std::array{op.c, op.a, op.b}[static_cast<std::size_t>(next++)]);
      } else {
        done_[static_cast<std::size_t>(n)] = true;
        emit(n);
        open.pop_back();
      }
    }
  }

  void column(Node x) {
    const Operation& op = g_.at(x);
    const int c = static_cast<int>(op.imm);
    auto at = std::ranges::find(p_.columns_, c);
    if (at == p_.columns_.end()) {
      p_.columns_.push_back(c);
      p_.column_bytes_.push_back(static_cast<std::uint8_t>(bytes_of(schema_.columns[static_cast<std::size_t>(c)].lane)));
      p_.column_household_.push_back(schema_.columns[static_cast<std::size_t>(c)].household);
      (p_.column_household_.back() ? p_.household_bytes_ : p_.row_bytes_) += p_.column_bytes_.back();
      at = p_.columns_.end() - 1;
    }
    place_[x] = static_cast<std::uint16_t>(kColumns + (at - p_.columns_.begin()));
  }

  // A constant bit goes into `flip`.
  void prepare(Node& bit, ProgramOutput& o) {
    if (bit < 0) return;
    bit = g_.truth(bit);
    if (!o.household) bit = g_.expand(bit);
    if (!g_.at(bit).constant) return;
    if (g_.at(bit).imm) o.flip ^= static_cast<std::uint8_t>(1u << (&bit - o.bits.data()));
    bit = -1;
  }
  void pack(std::size_t index) {
    const ProgramOutput& o = p_.outputs_[index];
    Instruction i{};
    i.kernel = std::ranges::all_of(o.bits.begin() + 3, o.bits.begin() + 7, [](Node b) { return b < 0; }) ? Kernel::pack_few : Kernel::pack;
    i.exact = true;
    i.household = o.household;
    i.d = static_cast<std::uint16_t>(outputs_from_ + index);
    i.ia = static_cast<std::int64_t>(p_.packs_.size());
    i.ib = o.flip;
    std::array<std::uint16_t, 8> places;
    for (std::size_t k = 0; k < 8; ++k) places[k] = o.bits[k] < 0 ? std::uint16_t{kNo} : place_[o.bits[k]];
    p_.packs_.push_back(places);
    p_.code_.push_back(i);
    for (const Node bit : o.bits) release(bit);
  }

  std::uint16_t take_slot(const Operation& op) {
    const auto kind = op.truth ? kTruth : static_cast<std::size_t>(op.lane);
    auto& free = free_[kind];
    if (!free.empty()) {
      const std::uint16_t s = free.back();
      free.pop_back();
      return s;
    }
    p_.slots_.push_back(static_cast<std::uint32_t>(p_.scratch_));
    slot_kind_.push_back(kind);
    p_.scratch_ += (op.truth ? kWordsMax * sizeof(std::uint64_t) : Population::kBlockRows * static_cast<std::size_t>(bytes_of(op.lane))) + 64;
    return static_cast<std::uint16_t>(slots_from_ + p_.slots_.size() - 1);
  }
  void release(Node x) {
    if (x < 0 || --uses_[x] > 0) return;
    const std::uint16_t place = place_[x];
    if (place < slots_from_ || place >= outputs_from_) return;
    free_[slot_kind_[place - slots_from_]].push_back(place);
  }

  // vv, vc or cv by which operand is constant.
  struct Form { Kernel vv, vc, cv; };
  void binary(Instruction& i, const Operation& op, Form form) {
    const Operation &a = g_.at(op.a), &b = g_.at(op.b);
    YILIN_ASSERT(!(a.constant && b.constant));
    i.kernel = a.constant ? form.cv : b.constant ? form.vc : form.vv;
    i.lane = static_cast<std::uint8_t>(a.constant ? b.lane : a.lane);
    i.a = place_[op.a];
    i.b = place_[op.b];
    i.ia = a.imm;
    i.ib = b.imm;
  }

  void emit(Node x) {
    const Operation op = g_.at(x);
    if (op.constant || (op.code == Code::load && !gathered_)) return;
    Instruction i{};
    i.household = op.household;
    using K = Kernel;
    switch (op.code) {
      case Code::add: binary(i, op, {K::add_vv, K::add_vc, K::add_vc}); swap_constant(i, op); break;
      case Code::subtract: binary(i, op, {K::sub_vv, K::sub_vc, K::sub_cv}); break;
      case Code::multiply: binary(i, op, {K::mul_vv, K::mul_vc, K::mul_vc}); swap_constant(i, op); break;
      case Code::divide:
        binary(i, op, {K::div_vv, K::div_vc, K::div_cv});
        if (i.kernel == K::div_vc) {
          const Magic m = magic_for(static_cast<std::uint64_t>(i.ib), g_.at(op.a).lane);
          i.ia = static_cast<std::int64_t>(m.multiplier);
          i.ib = m.shift;
        }
        break;
      case Code::less: binary(i, op, {K::lt_vv, K::lt_vc, K::lt_cv}); break;
      case Code::less_equal: binary(i, op, {K::le_vv, K::le_vc, K::le_cv}); break;
      case Code::equal: binary(i, op, {K::eq_vv, K::eq_vc, K::eq_vc}); swap_constant(i, op); break;
      case Code::both: binary(i, op, {K::and_vv, K::and_vv, K::and_vv}); break;
      case Code::either: binary(i, op, {K::or_vv, K::or_vv, K::or_vv}); break;
      case Code::same: binary(i, op, {K::same_vv, K::same_vv, K::same_vv}); break;
      case Code::smaller: binary(i, op, {K::min_vv, K::min_vc, K::min_vc}); swap_constant(i, op); break;
      case Code::larger: binary(i, op, {K::max_vv, K::max_vc, K::max_vc}); swap_constant(i, op); break;
      case Code::select: {
        const bool ca = g_.at(op.a).constant, cb = g_.at(op.b).constant;
        i.kernel = ca ? (cb ? K::select_cc : K::select_cv) : cb ? K::select_vc : K::select_vv;
        i.lane = static_cast<std::uint8_t>(op.lane);
        i.a = place_[op.a];
        i.b = place_[op.b];
        i.c = place_[op.c];
        i.ia = g_.at(op.a).imm;
        i.ib = g_.at(op.b).imm;
        break;
      }
      case Code::not_: unary(i, op, K::not_v); break;
      case Code::truth: unary(i, op, K::ne_vc); break;
      case Code::number: unary(i, op, K::number); break;
      case Code::shift_right: unary(i, op, K::shr); i.ib = op.imm; break;
      case Code::bits: unary(i, op, K::bits); i.ib = op.imm; break;
      case Code::days: unary(i, op, K::days); break;
      case Code::expand:
        unary(i, op, op.truth ? K::expand_truth : K::expand);
        i.b = kLocal;
        i.c = kStarts;
        break;
      case Code::sum: case Code::any:
        unary(i, op, op.code == Code::any ? K::any : g_.at(op.a).constant ? K::sum_c : K::sum_v);
        i.lane = static_cast<std::uint8_t>(op.lane);
        i.b = kLocal;
        i.c = kStarts;
        i.ia = g_.at(op.a).imm;
        break;
      case Code::convert: unary(i, op, static_cast<Kernel>(static_cast<int>(K::to_i8) + static_cast<int>(op.lane))); break;
      case Code::load: case Code::load_lo: case Code::load_hi:
        i.kernel = K::gather;
        i.lane = static_cast<std::uint8_t>(op.lane);
        i.a = place_[x];
        i.b = op.household ? kHouseholdList : kRowList;
        i.ib = op.code == Code::load ? mark_of(op.lane) : op.code == Code::load_lo ? op.lo : op.hi;
        break;
      default: YILIN_ASSERT(false);
    }
    // The result may take the place of an operand that dies here only if the kernel reads before it writes at each index; the
    // gathers and member loops do not, so places are released after the result has its own.
    place_[x] = direct_output(x, op);
    if (place_[x] == 0) place_[x] = take_slot(op);
    i.d = place_[x];
    i.exact = i.d >= outputs_from_ || op.code == Code::expand || op.code == Code::sum || op.code == Code::any || i.kernel == K::gather;
    p_.code_.push_back(i);
    for (const Node n : {op.a, op.b, op.c}) release(n);
  }
  void unary(Instruction& i, const Operation& op, Kernel k) {
    i.kernel = k;
    i.lane = static_cast<std::uint8_t>(g_.at(op.a).lane);
    i.a = place_[op.a];
  }
  // Commuting operations keep their constant second.
  void swap_constant(Instruction& i, const Operation& op) {
    if (!g_.at(op.a).constant) return;
    std::swap(i.a, i.b);
    i.ib = i.ia;
  }

  std::uint16_t direct_output(Node x, const Operation& op) {
    for (std::size_t i = 0; i < p_.outputs_.size(); ++i)
      if (const ProgramOutput& o = p_.outputs_[i]; !o.packed && o.node == x && o.lane == op.lane && o.household == op.household) {
        written_.resize(p_.outputs_.size());
        written_[i] = true;
        return static_cast<std::uint16_t>(outputs_from_ + i);
      }
    return 0;
  }
  void output(std::size_t index) {
    written_.resize(p_.outputs_.size());
    if (written_[index]) return;
    const ProgramOutput& o = p_.outputs_[index];
    const Operation& op = g_.at(o.node);
    Instruction i{};
    i.household = o.household;
    i.exact = true;
    i.d = static_cast<std::uint16_t>(outputs_from_ + index);
    if (op.constant) {
      i.kernel = Kernel::fill;
      i.lane = static_cast<std::uint8_t>(o.lane);
      i.ib = op.imm;
    } else {
      i.kernel = static_cast<Kernel>(static_cast<int>(Kernel::to_i8) + static_cast<int>(o.lane));
      i.lane = static_cast<std::uint8_t>(op.lane);
      i.a = place_[o.node];
    }
    p_.code_.push_back(i);
  }

  Program& p_;
  Graph& g_;
  const Schema& schema_;
  bool gathered_;
  std::vector<std::int32_t> uses_;
  std::vector<std::uint16_t> place_;
  static constexpr std::size_t kTruth = 4;  // beside the lanes
  std::vector<std::uint16_t> free_[kTruth + 1];
  std::vector<std::size_t> slot_kind_;
  std::vector<bool> written_, done_;
  std::uint16_t slots_from_ = 0, outputs_from_ = 0;
};

Program::Program(Graph& graph, std::vector<ProgramOutput> outputs, const Schema& schema, bool gathered) : outputs_(std::move(outputs)) {
  Emitter(*this, graph, schema, gathered).run();
}

// A few lines with every instruction: memory works while the processor computes, and neither waits for the other.
class Program::Ahead {
 public:
  Ahead(const Program& program, const Population& population, const Population::Block* block) : p_(program), population_(population), b_(block) {
    if (!b_) return;
    const std::size_t bytes = std::size_t{b_->row_to - b_->row_from} * p_.row_bytes_ + std::size_t{b_->household_to - b_->household_from} * p_.household_bytes_;
    each_ = bytes / (kLine * (p_.code_.size() + 1)) + 1;
    ask(population_.local_households() + b_->row_from, population_.local_households() + b_->row_to);
  }
  void step() {
    if (!b_) return;
    for (std::size_t k = 0; k < each_; ++k, at_ += kLine) {
      if (at_ >= end_ && !next()) return;
      __builtin_prefetch(at_, 0, 2);
    }
  }

 private:
  static constexpr std::size_t kLine = 64;
  bool next() {
    if (column_ == p_.columns_.size()) return b_ = nullptr, false;
    const std::byte* data = population_.data(p_.columns_[column_]);
    const std::size_t bytes = p_.column_bytes_[column_];
    const bool household = p_.column_household_[column_++];
    ask(data + bytes * (household ? b_->household_from : b_->row_from), data + bytes * (household ? b_->household_to : b_->row_to));
    return true;
  }
  void ask(const void* from, const void* to) {
    at_ = static_cast<const std::byte*>(from);
    end_ = static_cast<const std::byte*>(to);
  }
  const Program& p_;
  const Population& population_;
  const Population::Block* b_;
  const std::byte *at_ = nullptr, *end_ = nullptr;
  std::size_t column_ = 0, each_ = 0;
};

std::size_t Program::work() const {
  std::size_t sum = 0;
  for (const Instruction& i : code_) {
    const bool truths = i.kernel == Kernel::and_vv || i.kernel == Kernel::or_vv || i.kernel == Kernel::same_vv || i.kernel == Kernel::not_v || i.kernel == Kernel::expand_truth;
    sum += truths ? 1 : 1 + 2 * static_cast<std::size_t>(bytes_of(static_cast<Lane>(i.lane)));
  }
  return sum;
}

void Program::run(const Population& population, const KernelTable& kernels, const Frame& f) const {
  void* places[kPlacesMax];
  places[kLocal] = const_cast<std::uint16_t*>(f.local);
  places[kRowList] = const_cast<std::uint32_t*>(f.row_list);
  places[kHouseholdList] = const_cast<std::uint32_t*>(f.household_list);
  places[kNo] = const_cast<std::uint64_t*>(kNever);
  std::uint64_t starts[kWordsMax];
  kernels.fn[static_cast<int>(Kernel::starts)][0](starts, f.local, nullptr, nullptr, 0, 0, f.rows);
  places[kStarts] = starts;
  std::size_t n = kColumns;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    places[n++] = const_cast<std::byte*>(population.data(columns_[i])) + static_cast<std::size_t>(column_household_[i] ? f.household : f.row) * column_bytes_[i];
  for (const std::uint32_t offset : slots_) places[n++] = f.scratch + offset;
  for (std::size_t i = 0; i < outputs_.size(); ++i) places[n++] = f.outputs[i];
  const auto padded = [&](std::int64_t x) { return (x + 63) & ~std::int64_t{63}; };
  // [exact][household]
  const std::int64_t counts[2][2] = {{padded(f.rows), padded(f.households)}, {f.rows, f.households}};
  Ahead ahead(*this, population, f.ahead);
  for (const Instruction& i : code_) {
    ahead.step();
    const std::int64_t count = counts[i.exact][i.household];
    const auto fn = [&] { return kernels.fn[static_cast<int>(i.kernel)][i.lane]; };
    if (i.kernel < Kernel::sum_v) [[likely]] {
      fn()(places[i.d], places[i.a], places[i.b], places[i.c], i.ia, i.ib, count);
    } else if (i.kernel == Kernel::pack || i.kernel == Kernel::pack_few) {
      PackInputs in;
      for (std::size_t k = 0; k < 8; ++k) in.bit[k] = static_cast<const std::uint64_t*>(places[packs_[static_cast<std::size_t>(i.ia)][k]]);
      fn()(places[i.d], nullptr, nullptr, &in, 0, i.ib, count);
    } else if (i.kernel == Kernel::count) {
      if (f.made) (*f.made)(static_cast<std::size_t>(i.ia));
    } else {
      fn()(places[i.d], places[i.a], places[i.b], places[i.c], i.ia, i.kernel <= Kernel::any ? f.rows : i.ib, count);
    }
  }
}

}  // namespace yilin::policy
