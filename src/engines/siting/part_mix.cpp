#include "engines/siting/part_mix.h"

#include <algorithm>
#include <numeric>

namespace yilin::siting {
namespace {

constexpr std::size_t kStatesMax = 400'000;

struct State {
  std::int64_t loss;
  std::int32_t before, config;
};
// States with what they open beyond the parts' best configs, `years` numbers each.
struct Layer {
  std::vector<State> state;
  std::vector<std::int64_t> opens;
};

class Mixer {
 public:
  Mixer(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> prices)
      : parts_(parts), limits_(limits), prices_(prices), budget_(limits.budget()), base_(limits.years(), 0) {
    for (const CoverPart& part : parts) {
      const Config& best = part.best();
      best_.push_back(static_cast<std::int32_t>(&best - part.configs().data()));
      for (std::size_t t = 0; t < base_.size(); ++t) base_[t] += best.opens[t];
    }
    dual_ = dual_value(parts, limits, prices);
  }

  Mix run(std::int64_t loss) {
    std::int64_t first = 8;   // of the order of what the parts lose at all
    for (const std::int64_t p : prices_) first = std::max(first, p / 64);
    for (std::int64_t allowed = std::min<std::int64_t>(loss, first);; allowed = std::min(loss, allowed * 2)) {
      Mix mix = within(allowed);
      if (mix.value >= 0 || allowed >= loss || !mix.exhausted) return mix;
    }
  }

 private:
  std::size_t years() const { return base_.size(); }

  Mix within(std::int64_t allowed) {
    Mix mix;
    std::vector<Layer> layers(1);
    layers[0].state.push_back({0, -1, -1});
    layers[0].opens.assign(years(), 0);
    std::vector<std::size_t> part_of;   // of each layer after the first
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (extend(layers, i, allowed, mix.exhausted)) part_of.push_back(i);
    const Layer& last = layers.back();
    std::int32_t at = -1;
    std::int64_t least = allowed;   // strictly less counts
    std::vector<std::int64_t> opens(years());
    for (std::size_t s = 0; s < last.state.size(); ++s) {
      std::int64_t loss = last.state[s].loss;
      for (std::size_t t = 0; t < years(); ++t) {
        opens[t] = base_[t] + last.opens[s * years() + t];
        loss += prices_[t] * (budget_[t] - opens[t]);
      }
      if (loss < least && limits_.allow(opens)) least = loss, at = static_cast<std::int32_t>(s);
    }
    if (at < 0) return mix;
    mix.value = dual_ - least;
    mix.config = best_;
    for (std::size_t layer = layers.size() - 1; layer > 0; --layer) {
      const State& state = layers[layer].state[static_cast<std::size_t>(at)];
      mix.config[part_of[layer - 1]] = state.config;
      at = state.before;
    }
    return mix;
  }

  // Adds a layer for part i unless only its best config is within `allowed`.
  bool extend(std::vector<Layer>& layers, std::size_t i, std::int64_t allowed, bool& exhausted) {
    const std::vector<Config>& configs = parts_[i].configs();
    const Config& best = configs[static_cast<std::size_t>(best_[i])];
    const std::int64_t top = parts_[i].worth(best);
    std::vector<std::pair<std::int32_t, std::int64_t>> options;
    for (std::size_t c = 0; c < configs.size(); ++c)
      if (const std::int64_t loss = top - parts_[i].worth(configs[c]); loss < allowed) options.emplace_back(static_cast<std::int32_t>(c), loss);
    if (options.size() <= 1) return false;
    const Layer& now = layers.back();
    Layer next;
    std::vector<std::int32_t> table(1024, -1);
    std::vector<std::int64_t> opens(years());
    for (std::size_t s = 0; s < now.state.size(); ++s)
      for (const auto& [c, loss] : options) {
        const std::int64_t total = now.state[s].loss + loss;
        if (total >= allowed) continue;
        for (std::size_t t = 0; t < years(); ++t) opens[t] = now.opens[s * years() + t] + configs[static_cast<std::size_t>(c)].opens[t] - best.opens[t];
        put(next, table, opens, {total, static_cast<std::int32_t>(s), c});
      }
    if (next.state.size() > kStatesMax) thin(next), exhausted = false;
    layers.push_back(std::move(next));
    return true;
  }

  void put(Layer& layer, std::vector<std::int32_t>& table, const std::vector<std::int64_t>& opens, const State& state) const {
    if (layer.state.size() * 2 >= table.size()) {
      table.assign(table.size() * 4, -1);
      for (std::size_t s = 0; s < layer.state.size(); ++s) {
        std::size_t slot = hash(layer.opens.data() + s * years()) & (table.size() - 1);
        while (table[slot] >= 0) slot = (slot + 1) & (table.size() - 1);
        table[slot] = static_cast<std::int32_t>(s);
      }
    }
    std::size_t slot = hash(opens.data()) & (table.size() - 1);
    for (; table[slot] >= 0; slot = (slot + 1) & (table.size() - 1)) {
      const auto s = static_cast<std::size_t>(table[slot]);
      if (!std::equal(opens.begin(), opens.end(), layer.opens.begin() + static_cast<std::ptrdiff_t>(s * years()))) continue;
      if (state.loss < layer.state[s].loss) layer.state[s] = state;
      return;
    }
    table[slot] = static_cast<std::int32_t>(layer.state.size());
    layer.state.push_back(state);
    layer.opens.insert(layer.opens.end(), opens.begin(), opens.end());
  }
  std::size_t hash(const std::int64_t* opens) const {
    std::uint64_t h = 0x9e3779b97f4a7c15;
    for (std::size_t t = 0; t < years(); ++t) h = (h ^ static_cast<std::uint64_t>(opens[t])) * 0xff51afd7ed558ccd, h ^= h >> 32;
    return static_cast<std::size_t>(h);
  }

  // The states that lost least.
  void thin(Layer& layer) const {
    std::vector<std::int32_t> order(layer.state.size());
    std::iota(order.begin(), order.end(), 0);
    const auto loss = [&](std::int32_t s) { return layer.state[static_cast<std::size_t>(s)].loss; };
    std::ranges::nth_element(order, order.begin() + static_cast<std::ptrdiff_t>(kStatesMax / 2), [&](std::int32_t a, std::int32_t b) { return loss(a) != loss(b) ? loss(a) < loss(b) : a < b; });
    order.resize(kStatesMax / 2);
    std::ranges::sort(order);
    Layer kept;
    for (const std::int32_t s : order) {
      kept.state.push_back(layer.state[static_cast<std::size_t>(s)]);
      const auto from = layer.opens.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(s) * years());
      kept.opens.insert(kept.opens.end(), from, from + static_cast<std::ptrdiff_t>(years()));
    }
    layer = std::move(kept);
  }

  const std::vector<CoverPart>& parts_;
  const YearLimits& limits_;
  std::span<const std::int64_t> prices_;
  std::vector<std::int64_t> budget_, base_;
  std::vector<std::int32_t> best_;
  std::int64_t dual_ = 0;
};

}  // namespace

Mix best_mix(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> prices, std::int64_t loss) {
  return Mixer(parts, limits, prices).run(loss);
}

}  // namespace yilin::siting
