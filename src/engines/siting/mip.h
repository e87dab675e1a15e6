#pragma once
// Linear and mixed-integer programs, solved by Clp and CBC. The only room's door to them: no header of theirs is seen
// beyond mip.cpp. Every call stops soon after `time_is_up`, and says so.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace yilin::siting {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Minimise cost·x, row_lo ≤ A x ≤ row_hi, lo ≤ x ≤ hi.
struct Program {
  std::vector<double> cost, lo, hi;
  std::vector<char> whole;
  std::vector<double> row_lo, row_hi;
  std::vector<std::int64_t> row_start{0};
  std::vector<std::int32_t> column;
  std::vector<double> factor;

  std::int32_t add_column(double column_cost, double lower, double upper, bool is_whole);
  void add(std::int32_t j, double value) { column.push_back(j), factor.push_back(value); }
  void end_row(double lower, double upper);
  std::size_t columns() const { return cost.size(); }
  std::size_t rows() const { return row_lo.size(); }
};

struct LinearAnswer {
  enum class End : std::uint8_t { optimal, infeasible, stopped } end = End::stopped;
  double value = 0;
  std::vector<double> x, price, reduced_cost;  // price: dual value of each row (≥ 0 on ≥-rows of a minimisation)
};
LinearAnswer solve_linear(const Program& program, const std::function<bool()>& time_is_up = {});

struct WholeAnswer {
  enum class End : std::uint8_t {
    optimal,     // x is optimal
    no_better,   // there is no solution below the cutoff (or none at all)
    stopped,     // time or nodes: x, if not empty, is the best found; bound is valid
  } end = End::stopped;
  double value = 0, bound = -kInfinity;
  std::vector<double> x;
  std::int64_t nodes = 0;
};
// light: what is cheap and keeps cuts sparse; full: Gomory and two-step MIR too.
enum class Cuts : std::uint8_t { none, light, full };
struct WholeOptions {
  double cutoff = kInfinity;   // only solutions with a value strictly below matter
  double step = 0;             // values of solutions differ by at least this much (1: whole objective)
  Cuts cuts = Cuts::full;
  std::int64_t nodes_max = 0;  // 0: no limit. A count of nodes ends a run the same way every time; a clock does not.
  std::function<bool()> time_is_up;
};
WholeAnswer solve_whole(const Program& program, const WholeOptions& options);

}  // namespace yilin::siting
