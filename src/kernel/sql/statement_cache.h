#pragma once
// Prepared statements by their text, least recently used out first. `Entry` has a member `std::string text`.

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace yilin::sql {

template <class Entry>
class StatementCache {
 public:
  // Null when the text is not here; else its entry, now the most recently used. Entries do not move.
  Entry* find(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, found->second);
    return &*found->second;
  }
  Entry* add(Entry entry) {
    kept_.push_front(std::move(entry));
    by_text_.emplace(kept_.front().text, kept_.begin());
    return &kept_.front();
  }
  void remove(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return;
    const auto entry = found->second;
    by_text_.erase(found);
    kept_.erase(entry);
  }
  // Lets the oldest go until there are fewer than `max`; drop(entry) says false to keep one that is in use.
  template <class Drop>
  void shrink(std::size_t max, Drop&& drop) {
    for (auto it = kept_.end(); kept_.size() >= max && it != kept_.begin();) {
      --it;
      if (!drop(*it)) continue;
      by_text_.erase(it->text);
      it = kept_.erase(it);
    }
  }
  void clear() {
    by_text_.clear();
    kept_.clear();
  }
  auto begin() { return kept_.begin(); }
  auto end() { return kept_.end(); }

 private:
  std::list<Entry> kept_;
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> by_text_;
};

}  // namespace yilin::sql
