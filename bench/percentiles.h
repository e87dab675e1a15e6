#pragma once
// Times in milliseconds and their percentiles.

#include <algorithm>
#include <vector>

namespace yilin::bench {

class Percentiles {
 public:
  void add(double ms) {
    ms_.push_back(ms);
    sorted_ = false;
  }
  void add(const Percentiles& others) {
    ms_.insert(ms_.end(), others.ms_.begin(), others.ms_.end());
    sorted_ = false;
  }
  std::size_t size() const { return ms_.size(); }
  // The smallest time that at least the share `p` of all do not exceed; 0 of none.
  double at(double p) {
    if (ms_.empty()) return 0;
    if (!sorted_) std::sort(ms_.begin(), ms_.end());
    sorted_ = true;
    const auto rank = static_cast<std::size_t>(p * static_cast<double>(ms_.size()));
    return ms_[std::min(rank, ms_.size() - 1)];
  }

 private:
  std::vector<double> ms_;
  bool sorted_ = false;
};

}  // namespace yilin::bench
