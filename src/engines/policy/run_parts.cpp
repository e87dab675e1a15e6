#include "engines/policy/run_parts.h"

#include <algorithm>
#include <thread>

#include "base/assert.h"

namespace yilin::policy {

const KernelTable& kernels_of(Isa isa) {
  switch (isa) {
    case Isa::avx512: return kernels_avx512();
    case Isa::avx2: return kernels_avx2();
    default: return kernels_scalar();
  }
}

std::vector<Isa> supported_isas() {
  static const std::vector<Isa> list = [] {
    std::vector<Isa> out{Isa::scalar};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) out.push_back(Isa::avx2);
    if (out.size() == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
      out.push_back(Isa::avx512);
    return out;
  }();
  return list;
}
std::string_view to_string(Isa isa) {
  constexpr std::string_view names[] = {"scalar", "avx2", "avx512"};
  return names[static_cast<int>(isa)];
}

std::vector<std::int64_t> program_key(const RuleSet& set, const Resolution& r) {
  std::vector<std::int64_t> key{r.context.month.index};
  key.insert(key.end(), r.versions.begin(), r.versions.end());
  key.push_back(kNone);
  key.insert(key.end(), r.relations.begin(), r.relations.end());
  bool here[6] = {};
  for (const Expr& e : set.exprs)
    if (e.op == Op::here) here[e.literal.num] = true;
  for (int level = 0; level < 6; ++level) key.push_back(here[level] ? r.context.region.at(static_cast<RegionLevel>(level)).value : 0);
  return key;
}

FactColumns columns_of(const RuleSet& set, const Schema& schema) {
  return [&set, &schema](NameId id) -> std::optional<FactColumn> {
    const int c = schema.find(set.name(id).text);
    if (c < 0) return {};
    return FactColumn{c, schema.columns[static_cast<std::size_t>(c)].lane};
  };
}

namespace {
// At least what comes on a huge page: a hundred places on pages of their own would not fit into the first level of the page cache.
void grow(Large<std::byte>& memory, std::size_t bytes) {
  if (memory.size() < bytes) memory.resize(std::max(bytes, LargeMemory::kHuge / 2));
}
}  // namespace

Workspace& Workspace::of_thread(std::size_t scratch_bytes) {
  thread_local Workspace w;
  grow(w.memory_, scratch_bytes);
  return w;
}

void Outputs::prepare(const Program& program, bool leaving) {
  const auto bytes = [](const ProgramOutput& o) { return Population::kBlockRows * static_cast<std::size_t>(bytes_of(o.lane)) + 64; };
  const std::size_t shared = Population::kBlockRows + 64;
  std::size_t all = shared;
  for (const ProgramOutput& o : program.outputs()) all += bytes(o);
  grow(memory_, all);
  std::byte* const first = memory_.data();
  std::byte* next = first + shared;
  at_.clear();
  for (const ProgramOutput& o : program.outputs()) {
    if (leaving && o.packed) {
      at_.push_back(first);
      continue;
    }
    at_.push_back(next);
    next += bytes(o);
  }
}

Program::Frame frame_of(const Population& population, const Population::Block& b, Workspace& w) {
  Program::Frame f;
  f.scratch = w.scratch();
  f.row = b.row_from;
  f.household = b.household_from;
  f.rows = b.row_to - b.row_from;
  f.households = b.household_to - b.household_from;
  f.local = population.local_households() + b.row_from;
  return f;
}

Program::Frame frame_of(const Population& population, std::span<const std::uint32_t> households, Workspace& w) {
  w.rows.clear();
  w.local.clear();
  w.households.assign(households.begin(), households.end());
  for (std::size_t i = 0; i < households.size(); ++i) {
    for (std::uint32_t r = population.first_row(households[i]); r < population.first_row(households[i] + 1); ++r) {
      w.rows.push_back(r);
      w.local.push_back(static_cast<std::uint16_t>(i));
    }
  }
  Program::Frame f;
  f.scratch = w.scratch();
  f.rows = static_cast<std::int64_t>(w.rows.size());
  f.households = static_cast<std::int64_t>(households.size());
  f.local = w.local.data();
  f.row_list = w.rows.data();
  f.household_list = w.households.data();
  return f;
}

std::vector<Piece> pieces(const Population& population, std::span<const std::uint32_t> households) {
  std::vector<Piece> out;
  const auto& stretches = population.stretches();
  std::uint32_t s = 0;
  for (std::size_t i = 0; i < households.size();) {
    while (households[i] >= stretches[s].households_to) ++s;
    std::size_t j = i, rows = 0;
    while (j < households.size() && households[j] < stretches[s].households_to) {
      rows += population.first_row(households[j] + 1) - population.first_row(households[j]);
      if (rows > Population::kBlockRows) break;
      ++j;
    }
    out.push_back({s, households.subspan(i, j - i)});
    i = j;
  }
  return out;
}

void parallel(int threads, std::size_t n, const std::function<void(int, std::size_t, std::size_t)>& body) {
  const auto count = static_cast<std::size_t>(std::clamp(threads, 1, 64));
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < count; ++t) others.emplace_back([&, t] { body(static_cast<int>(t), n * t / count, n * (t + 1) / count); });
  body(0, 0, n / count);
  for (std::thread& t : others) t.join();
}

}  // namespace yilin::policy
