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
// States with what they take of the limits beyond the parts' best configs, `years` numbers each.
struct Layer {
  std::vector<State> state;
  std::vector<std::int64_t> opens;
};

class Mixer {
 public:
  Mixer(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> prices) : parts_(parts), limits_(limits), need_(limits.limit) {
    for (std::size_t t = 0; t < prices.size(); ++t) rent_.push_back(limits.cumulative && t + 1 < prices.size() ? prices[t] - prices[t + 1] : prices[t]);
    first_ = 8;
    for (const std::int64_t p : prices) first_ = std::max(first_, p / 64);
    dual_ = dual_value(parts, limits, prices);
    for (const CoverPart& part : parts) {
      const Config& best = part.best();
      best_.push_back(static_cast<std::int32_t>(&best - part.configs().data()));
      const std::vector<std::int64_t> used = use_of(best);
      for (std::size_t t = 0; t < years(); ++t) need_[t] -= used[t];
    }
  }

  Mix run(std::int64_t loss) {
    for (std::int64_t allowed = std::min<std::int64_t>(loss, first_);; allowed = std::min(loss, allowed * 2)) {
      Mix mix = within(allowed);
      if (mix.value >= 0 || allowed >= loss || !mix.exhausted) return mix;
    }
  }

 private:
  struct Option {
    std::int32_t config;
    std::int64_t loss;
    std::vector<std::int64_t> use;    // of each year's limit, beyond the part's best config
  };
  struct Choice {
    std::size_t part;
    std::vector<Option> options;
    double rate;                      // the least loss for a change of one unit in any limit's use
  };
  std::size_t years() const { return need_.size(); }

  // What a config takes of each limit.
  std::vector<std::int64_t> use_of(const Config& c) const {
    std::vector<std::int64_t> use = c.opens;
    for (std::size_t t = 1; limits_.cumulative && t < use.size(); ++t) use[t] += use[t - 1];
    return use;
  }

  // Parts with more than one config within `allowed`; whoever changes limits cheaply comes first, so that what is still to be
  // made up for later has its price.
  std::vector<Choice> choices(std::int64_t allowed) const {
    std::vector<Choice> out;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const std::vector<Config>& configs = parts_[i].configs();
      const Config& best = configs[static_cast<std::size_t>(best_[i])];
      const std::vector<std::int64_t> base = use_of(best);
      const std::int64_t top = parts_[i].worth(best);
      Choice choice{i, {}, 1e300};
      for (std::size_t c = 0; c < configs.size(); ++c) {
        Option o{static_cast<std::int32_t>(c), top - parts_[i].worth(configs[c]), {}};
        if (o.loss >= allowed) continue;
        o.use = use_of(configs[c]);
        std::int64_t most = 0;
        for (std::size_t t = 0; t < years(); ++t) o.use[t] -= base[t], most = std::max(most, std::abs(o.use[t]));
        if (most > 0) choice.rate = std::min(choice.rate, static_cast<double>(o.loss) / static_cast<double>(most));
        choice.options.push_back(std::move(o));
      }
      if (choice.options.size() > 1) out.push_back(std::move(choice));
    }
    std::ranges::stable_sort(out, {}, &Choice::rate);
    return out;
  }

  Mix within(std::int64_t allowed) {
    Mix mix;
    const std::vector<Choice> order = choices(allowed);
    std::vector<Layer> layers(1);
    layers[0].state.push_back({0, -1, -1});
    layers[0].opens.assign(years(), 0);
    for (std::size_t k = 0; k < order.size(); ++k) {
      layers.push_back(extended(layers.back(), order[k], k + 1 < order.size() ? order[k + 1].rate : 1e300, allowed));
      if (layers.back().state.size() > kStatesMax) thin(layers.back()), mix.exhausted = false;
    }
    const Layer& last = layers.back();
    std::int32_t at = -1;
    std::int64_t least = allowed;   // strictly less counts
    for (std::size_t s = 0; s < last.state.size(); ++s) {
      std::int64_t loss = last.state[s].loss;
      bool fits = true;
      for (std::size_t t = 0; t < years(); ++t) {
        const std::int64_t left = need_[t] - last.opens[s * years() + t];
        fits = fits && left >= 0;
        loss += rent_[t] * left;
      }
      if (fits && loss < least) least = loss, at = static_cast<std::int32_t>(s);
    }
    if (at < 0) return mix;
    mix.value = dual_ - least;
    mix.config = best_;
    for (std::size_t layer = layers.size() - 1; layer > 0; --layer) {
      const State& state = layers[layer].state[static_cast<std::size_t>(at)];
      mix.config[order[layer - 1].part] = state.config;
      at = state.before;
    }
    return mix;
  }

  // What a state must still lose: the worst of its limits is made up for at `rate`, or what is left of it is paid for.
  double still(const std::int64_t* use, double rate) const {
    double most = 0;
    for (std::size_t t = 0; t < years(); ++t) {
      const std::int64_t left = need_[t] - use[t];
      const double each = left > 0 ? std::min(rate, static_cast<double>(rent_[t])) : rate;
      if (left != 0) most = std::max(most, each * static_cast<double>(std::abs(left)));
    }
    return most;
  }

  Layer extended(const Layer& now, const Choice& choice, double rate, std::int64_t allowed) const {
    Layer next;
    std::vector<std::int32_t> table(1024, -1);
    std::vector<std::int64_t> use(years());
    for (std::size_t s = 0; s < now.state.size(); ++s)
      for (const Option& o : choice.options) {
        const std::int64_t total = now.state[s].loss + o.loss;
        if (total >= allowed) continue;
        for (std::size_t t = 0; t < years(); ++t) use[t] = now.opens[s * years() + t] + o.use[t];
        if (static_cast<double>(total) + still(use.data(), rate) >= static_cast<double>(allowed)) continue;
        put(next, table, use, {total, static_cast<std::int32_t>(s), o.config});
      }
    return next;
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
  std::vector<std::int64_t> need_;      // of each limit: what the best configs leave of it, negative where they take too much
  std::vector<std::int64_t> rent_;      // what a unit of a limit that is not used costs
  std::vector<std::int32_t> best_;
  std::int64_t dual_ = 0, first_ = 8;
};

}  // namespace

Mix best_mix(const std::vector<CoverPart>& parts, const YearLimits& limits, std::span<const std::int64_t> prices, std::int64_t loss) {
  return Mixer(parts, limits, prices).run(loss);
}

}  // namespace yilin::siting
