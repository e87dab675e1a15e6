#pragma once
// A book: the rule files of one version, as plain text. PURE: names, limits, digests, merging, and what a scenario does to it.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engines/policy/rule_set.h"
#include "modules/policy/types.h"

namespace yilin::policies::book {

using Book = std::vector<policy::Source>;  // by name, ascending

std::string digest_of_text(std::string_view text);                                 // SM3, 64 hex digits
// Over names and digests of the texts, in the order of names.
struct FileDigest {
  std::string name, digest;
};
std::string digest_of(std::vector<FileDigest> files);
std::string digest_of(const Book& book);

// A relative path of at most kFileNameMax characters that ends with ".txt", without "..".
Status check_name(std::string_view name);
// Well-formed text of at most kFileBytesMax, not blank.
Status check_text(std::string_view text);
Status check_size(const Book& book);

const policy::Source* find(const Book& book, std::string_view name);
// Puts, replaces and removes files. Errors: the checks above.
Result<Book> with_files(Book book, const std::vector<FileChange>& changes);

// What `draft` changed since `base`, brought onto `current`. Error: merge_conflict, naming the files changed on both sides.
Result<Book> merge(const Book& base, const Book& draft, const Book& current);

// Parameter changes as rows of a 标准表 at the end of the file that holds the item for the nearest region; what is there stays
// byte for byte. `rules` are the compiled rules of the book. Published today, or the day after the latest of its region.
Result<Book> with_parameters(Book book, const policy::RuleSet& rules, const std::vector<ParameterChange>& changes, Date today);

}  // namespace yilin::policies::book
