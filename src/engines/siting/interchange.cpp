#include "engines/siting/interchange.h"

#include <algorithm>

#include "engines/siting/wide.h"

namespace yilin::siting {
namespace {

constexpr std::size_t kBlock = 16;   // clients

// For each whole block of clients: is `far` below `next` for any of them?
YILIN_WIDE void any_nearer(const std::int32_t* far, const std::int32_t* next, std::size_t blocks, char* any) {
  for (std::size_t b = 0; b < blocks; ++b) {
    std::int32_t nearer = 0;
    for (std::size_t i = b * kBlock; i < (b + 1) * kBlock; ++i) nearer |= far[i] < next[i] ? 1 : 0;
    any[b] = static_cast<char>(nearer);
  }
}

}  // namespace

Interchange::Interchange(const DistanceTable& distance, const std::vector<std::int64_t>& weight, const std::vector<char>& locked)
    : d_(distance), weight_(weight), locked_(locked) {
  const auto n = static_cast<std::size_t>(d_.clients);
  first_.resize(n), second_.resize(n), near_.resize(n), next_.resize(n);
  block_.assign(n / kBlock + 1, 1);   // the last one is never whole
}

void Interchange::start_from(const std::vector<std::int32_t>& open) {
  open_ = open;
  is_open_.assign(static_cast<std::size_t>(d_.sites), 0);
  for (const std::int32_t j : open_) is_open_[static_cast<std::size_t>(j)] = 1;
  recount();
}

void Interchange::recount() {
  std::ranges::fill(near_, kUnreachable), std::ranges::fill(next_, kUnreachable);
  std::ranges::fill(first_, 0), std::ranges::fill(second_, 0);
  for (std::size_t k = 0; k < open_.size(); ++k) {
    const std::int32_t* far = d_.row(open_[k]);
    for (std::size_t i = 0; i < near_.size(); ++i) {
      if (far[i] < near_[i]) {
        next_[i] = near_[i], second_[i] = first_[i];
        near_[i] = far[i], first_[i] = static_cast<std::int32_t>(k);
      } else if (far[i] < next_[i]) {
        next_[i] = far[i], second_[i] = static_cast<std::int32_t>(k);
      }
    }
  }
  weigh();
}

void Interchange::weigh() {
  value_ = 0;
  base_.assign(open_.size(), 0);
  for (std::size_t i = 0; i < near_.size(); ++i) {
    value_ += weight_[i] * near_[i];
    base_[static_cast<std::size_t>(first_[i])] += weight_[i] * (next_[i] - near_[i]);
  }
}

Interchange::Move Interchange::best_partner(std::int32_t in) {
  loss_ = base_;
  const std::int32_t* far = d_.row(in);
  const std::size_t n = near_.size();
  std::int64_t gain = 0;
  any_nearer(far, next_.data(), n / kBlock, block_.data());
  for (std::size_t b = 0; b < block_.size(); ++b) {
    if (!block_[b]) continue;
    for (std::size_t i = b * kBlock; i < std::min(n, (b + 1) * kBlock); ++i) {
      if (far[i] >= next_[i]) continue;
      if (far[i] < near_[i]) gain += weight_[i] * (near_[i] - far[i]);
      loss_[static_cast<std::size_t>(first_[i])] -= weight_[i] * (next_[i] - std::max(far[i], near_[i]));
    }
  }
  Move best;
  for (std::size_t k = 0; k < loss_.size(); ++k)
    if (!locked_[static_cast<std::size_t>(open_[k])] && (best.out < 0 || gain - loss_[k] > best.gain)) best = {gain - loss_[k], static_cast<std::int32_t>(k)};
  return best;
}

void Interchange::swap(std::int32_t position, std::int32_t in) {
  const auto k = static_cast<std::size_t>(position);
  is_open_[static_cast<std::size_t>(open_[k])] = 0;
  open_[k] = in;
  is_open_[static_cast<std::size_t>(in)] = 1;
  const std::int32_t* far = d_.row(in);
  for (std::size_t i = 0; i < near_.size(); ++i) {
    if (first_[i] == position || second_[i] == position) {
      // It lost one of its two: looked up again among all.
      near_[i] = next_[i] = kUnreachable, first_[i] = second_[i] = 0;
      for (std::size_t o = 0; o < open_.size(); ++o) {
        const std::int32_t f = d_.row(open_[o])[i];
        if (f < near_[i]) {
          next_[i] = near_[i], second_[i] = first_[i];
          near_[i] = f, first_[i] = static_cast<std::int32_t>(o);
        } else if (f < next_[i]) {
          next_[i] = f, second_[i] = static_cast<std::int32_t>(o);
        }
      }
    } else if (far[i] < near_[i]) {
      next_[i] = near_[i], second_[i] = first_[i];
      near_[i] = far[i], first_[i] = position;
    } else if (far[i] < next_[i]) {
      next_[i] = far[i], second_[i] = position;
    }
  }
  weigh();
}

void Interchange::descend(const std::vector<std::int32_t>& candidates) {
  std::size_t quiet = 0;
  for (std::size_t c = 0; quiet < candidates.size() && !candidates.empty(); c = (c + 1) % candidates.size(), ++quiet) {
    if (is_open_[static_cast<std::size_t>(candidates[c])]) continue;
    const Move move = best_partner(candidates[c]);
    if (move.out < 0 || move.gain <= 0) continue;
    swap(move.out, candidates[c]);
    quiet = 0;
  }
}

void Interchange::shake(int count, Rng& rng, const std::vector<std::int32_t>& candidates) {
  if (candidates.empty() || candidates.size() <= open_.size()) return;
  for (int n = 0; n < count; ++n) {
    const auto position = static_cast<std::int32_t>(rng.below(open_.size()));
    const std::int32_t in = candidates[rng.below(candidates.size())];
    if (!is_open_[static_cast<std::size_t>(in)] && !locked_[static_cast<std::size_t>(open_[static_cast<std::size_t>(position)])]) swap(position, in);
  }
}

}  // namespace yilin::siting
