#include "engines/siting/mip.h"

#include <CbcBranchDynamic.hpp>
#include <CbcEventHandler.hpp>
#include <CbcHeuristicRINS.hpp>
#include <CbcModel.hpp>
#include <CbcHeuristic.hpp>
#include <CglClique.hpp>
#include <CglFlowCover.hpp>
#include <CglGomory.hpp>
#include <CglKnapsackCover.hpp>
#include <CglMixedIntegerRounding2.hpp>
#include <CglProbing.hpp>
#include <CglTwomir.hpp>
#include <CglZeroHalf.hpp>
#include <ClpEventHandler.hpp>
#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>
#include <OsiClpSolverInterface.hpp>

#include <algorithm>

namespace yilin::siting {
namespace {

using Clock = std::function<bool()>;

CoinPackedMatrix matrix_of(const Program& p) {
  std::vector<CoinBigIndex> start(p.row_start.begin(), p.row_start.end());
  CoinPackedMatrix by_row(false, static_cast<int>(p.columns()), static_cast<int>(p.rows()), static_cast<CoinBigIndex>(p.column.size()),
                          p.factor.data(), p.column.data(), start.data(), nullptr);
  by_row.reverseOrdering();
  return by_row;
}

double finite(double v) { return std::isinf(v) ? (v > 0 ? COIN_DBL_MAX : -COIN_DBL_MAX) : v; }
std::vector<double> finite(const std::vector<double>& v) {
  std::vector<double> out(v.size());
  std::transform(v.begin(), v.end(), out.begin(), [](double x) { return finite(x); });
  return out;
}

// Clp asks it once an iteration; any answer but -1 ends the run with status 5.
class LinearWatch : public ClpEventHandler {
 public:
  explicit LinearWatch(Clock clock) : clock_(std::move(clock)) {}
  int event(Event which) override {
    if (which == endOfIteration && ++calls_ % 64 != 0) return -1;
    return clock_ && clock_() ? 5 : -1;
  }
  ClpEventHandler* clone() const override { return new LinearWatch(*this); }

 private:
  Clock clock_;
  int calls_ = 0;
};

class TreeWatch : public CbcEventHandler {
 public:
  explicit TreeWatch(Clock clock) : clock_(std::move(clock)) {}
  CbcAction event(CbcEvent) override { return clock_ && clock_() ? stop : noAction; }
  CbcEventHandler* clone() const override { return new TreeWatch(*this); }

 private:
  Clock clock_;
};

void add_cuts(CbcModel& model, Cuts kind) {
  CglProbing probing;
  probing.setUsingObjective(1);
  probing.setMaxPass(1);
  probing.setMaxPassRoot(3);
  probing.setMaxProbe(10);
  probing.setMaxProbeRoot(50);
  probing.setMaxLook(10);
  probing.setMaxLookRoot(50);
  probing.setMaxElements(300);
  probing.setRowCuts(3);
  CglGomory gomory;
  gomory.setLimit(300);
  CglKnapsackCover cover;
  CglClique clique;
  clique.setStarCliqueReport(false);
  clique.setRowCliqueReport(false);
  CglMixedIntegerRounding2 rounding;
  CglFlowCover flow;
  CglTwomir twomir;
  CglZeroHalf half;
  model.addCutGenerator(&probing, -1, "probing");
  if (kind == Cuts::full) model.addCutGenerator(&gomory, -98, "gomory");
  model.addCutGenerator(&cover, -98, "knapsack");
  model.addCutGenerator(&clique, -98, "clique");
  model.addCutGenerator(&rounding, -98, "mir");
  model.addCutGenerator(&flow, -98, "flow");
  if (kind == Cuts::full) model.addCutGenerator(&twomir, -98, "twomir");
  model.addCutGenerator(&half, -98, "zerohalf");
}

}  // namespace

std::int32_t Program::add_column(double column_cost, double lower, double upper, bool is_whole) {
  cost.push_back(column_cost), lo.push_back(lower), hi.push_back(upper), whole.push_back(is_whole ? 1 : 0);
  return static_cast<std::int32_t>(cost.size() - 1);
}

void Program::end_row(double lower, double upper) {
  row_lo.push_back(lower), row_hi.push_back(upper);
  row_start.push_back(static_cast<std::int64_t>(column.size()));
}

LinearAnswer solve_linear(const Program& p, const Clock& time_is_up) {
  ClpSimplex simplex;
  simplex.setLogLevel(0);
  simplex.loadProblem(matrix_of(p), finite(p.lo).data(), finite(p.hi).data(), p.cost.data(), finite(p.row_lo).data(), finite(p.row_hi).data());
  const LinearWatch watch(time_is_up);
  simplex.passInEventHandler(&watch);
  ClpSolve how;
  how.setSolveType(ClpSolve::useDual);
  how.setPresolveType(ClpSolve::presolveOn);
  simplex.initialSolve(how);
  LinearAnswer out;
  const int status = simplex.status();
  out.end = status == 0 ? LinearAnswer::End::optimal : status == 1 ? LinearAnswer::End::infeasible : LinearAnswer::End::stopped;
  if (out.end != LinearAnswer::End::infeasible) {
    out.value = simplex.objectiveValue();
    out.x.assign(simplex.primalColumnSolution(), simplex.primalColumnSolution() + p.columns());
    out.price.assign(simplex.dualRowSolution(), simplex.dualRowSolution() + p.rows());
    out.reduced_cost.assign(simplex.dualColumnSolution(), simplex.dualColumnSolution() + p.columns());
  }
  return out;
}

WholeAnswer solve_whole(const Program& p, const WholeOptions& options) {
  WholeAnswer out;
  OsiClpSolverInterface solver;
  solver.setHintParam(OsiDoReducePrint, true, OsiHintTry);
  solver.messageHandler()->setLogLevel(0);
  solver.loadProblem(matrix_of(p), finite(p.lo).data(), finite(p.hi).data(), p.cost.data(), finite(p.row_lo).data(), finite(p.row_hi).data());
  for (std::size_t j = 0; j < p.columns(); ++j)
    if (p.whole[j]) solver.setInteger(static_cast<int>(j));
  const LinearWatch linear_watch(options.time_is_up);
  solver.getModelPtr()->passInEventHandler(&linear_watch);

  solver.initialSolve();
  if (solver.isProvenPrimalInfeasible()) {
    out.end = WholeAnswer::End::no_better;
    out.bound = options.cutoff;
    return out;
  }
  if (!solver.isProvenOptimal()) return out;

  CbcModel model(solver);
  model.setLogLevel(0);
  model.messageHandler()->setLogLevel(0);
  model.solver()->messageHandler()->setLogLevel(0);
  const TreeWatch tree_watch(options.time_is_up);
  model.passInEventHandler(&tree_watch);
  if (options.cutoff < 1e30) model.setCutoff(options.cutoff - std::max({1e-6, 1e-9 * std::abs(options.cutoff), options.step * 0.999}));
  model.setAllowableGap(0);
  model.setAllowableFractionGap(0);
  if (options.step > 0) model.setDblParam(CbcModel::CbcCutoffIncrement, options.step * 0.999);
  if (options.nodes_max > 0) model.setMaximumNodes(static_cast<int>(std::min<std::int64_t>(options.nodes_max, 1 << 30)));
  if (options.cuts != Cuts::none) add_cuts(model, options.cuts);
  model.setMaximumCutPassesAtRoot(60);
  model.setMaximumCutPasses(4);
  CbcRounding rounding(model);
  model.addHeuristic(&rounding);
  CbcHeuristicRINS rins(model);
  rins.setHowOften(50);
  rins.setNumberNodes(100);
  model.addHeuristic(&rins);
  model.setNumberStrong(8);
  model.setNumberBeforeTrust(8);
  model.setSpecialOptions(model.specialOptions() | 4);  // allow reduced-cost fixing from the root
  model.initialSolve();
  model.branchAndBound();

  out.nodes = model.getNodeCount();
  if (model.bestSolution() != nullptr && model.getObjValue() < 1e49) {
    out.value = model.getObjValue();
    out.x.assign(model.bestSolution(), model.bestSolution() + p.columns());
  }
  if (model.isProvenOptimal() || model.isProvenInfeasible()) {
    out.end = out.x.empty() ? WholeAnswer::End::no_better : WholeAnswer::End::optimal;
    out.bound = out.x.empty() ? options.cutoff : out.value;
  } else {
    out.bound = model.getBestPossibleObjValue();
  }
  return out;
}

}  // namespace yilin::siting
