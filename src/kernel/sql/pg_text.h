#pragma once
// How values and statements are written for PostgreSQL. Pure.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "kernel/sql/sql.h"

namespace yilin::sql {

// `?` → `$1`, `$2` … outside 'literals', "identifiers" and -- comments.
std::string numbered_parameters(std::string_view text);

// Appends one line of COPY's text format. Throws Failure for a text with a NUL.
void append_copy_line(std::string& out, std::span<const Value> values);

// BYTEA as PostgreSQL prints it ("\x00ff"). Throws Failure when it is not that.
Blob from_hex(std::string_view text);

// What a whole number looks like in a result: BIGINT, NUMERIC without a fraction, or t / f. Throws Failure otherwise.
std::int64_t parse_integer(std::string_view text);

}  // namespace yilin::sql
