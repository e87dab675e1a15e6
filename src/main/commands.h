#pragma once
// The subcommands of `yilin`. Each returns the exit status: 0 done, 1 refused or failed (a Chinese sentence on stderr).

#include <cstdint>
#include <string>
#include <vector>

#include "main/city.h"

namespace yilin::commands {

struct ServeOptions {
  CityOptions city;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string web;             // folder of the built web; empty: API only
  bool demo = false;           // the live day may be played (on simulated data only)
  std::string ready_file;      // written with the port once it listens (tests)
};
int serve(const ServeOptions& options);
int migrate(const CityOptions& options);
int verify(const CityOptions& options);
// For the operator whose checkpoint file is lost or does not fit: begins a new one, and an act says so.
int restart_checkpoints(const CityOptions& options, const std::string& reason);
int openapi();

struct DemoCommand {
  CityOptions city;
  std::string city_code = "4109";
  std::int64_t elders = 20'000;
  int days = 60;
  std::uint64_t seed = 1;
  std::string source;          // folder that has data/divisions and data/catalogue
  bool if_empty = false;       // a database with real data is left alone without an error
  bool verbose = false;        // what was refused while playing
};
int demo(const DemoCommand& options);

// A simulated day on a database that is thrown away: a table on standard output, JSON into a file.
struct SimulateDay {
  std::string city_code = "4109", day = "2026-03-10", source, json;
  std::int64_t elders = 5'000;
  int days_before = 5;
  double orders = 0;           // a day; 0: as many as a city of that size has
  std::int64_t carers = 0;     // the same
  std::uint64_t seed = 1;
  double refuses = 7, ill = 1.2;  // percent: of offers, of promised visits
  double late = 5;                // minutes: standard deviation of an arrival
};
int simulate_day(const SimulateDay& options);

// `folder` is the backup. The server may be running during a backup, never during a restore.
int backup(const CityOptions& options, const std::string& folder);
int restore(const CityOptions& options, const std::string& folder);

struct ImportOptions {
  CityOptions city;
  std::string kind;            // divisions, catalogue
  std::string source;          // as above
};
int import_base(const ImportOptions& options);

// A file of rows, through the running server or on the database itself.
struct ImportRowsOptions {
  CityOptions city;
  std::string kind;            // elders, workers, providers, orders
  std::string file;
  std::vector<std::string> mapping;  // "表头=字段"
  bool dry_run = false;
  std::string errors;          // where the workbook of wrong rows goes; empty: nowhere
};
int import_rows(const ImportRowsOptions& options);

// Through the admin socket of a running server, else on the database itself.
struct UserOptions {
  CityOptions city;
  std::string username, name, region;
  std::vector<std::string> roles;
  bool forget_totp = false;
};
int user_add(const UserOptions& options);
int user_reset(const UserOptions& options);
int user_list(const UserOptions& options);

}  // namespace yilin::commands
