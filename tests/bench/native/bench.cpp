// native-bench DIRECTORY ALGORITHM ROUNDS: µs of processor time per token of each library, in turns
// in one process and in an order that changes each round. Prints JSON: case -> library -> one time
// per round.
//
// DIRECTORY has ALGORITHM.jwks, .jwk and .pem; .good and .bad, a token per line; and `issuer` and
// `audience`. A library that takes a bad token or refuses a good one ends it: nothing is timed.
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "contestant.hpp"

namespace {

using Tokens = std::vector<std::string>;

struct Entry {
  std::string name;
  std::unique_ptr<Contestant> contestant;
  bool decides = true;  ///< false: it checks nothing but the signature
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Tokens read_lines(const std::string& path) {
  std::ifstream file(path);
  Tokens lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) throw std::runtime_error("no token in " + path);
  return lines;
}

/// Throws unless every verdict is right.
void judge(const Entry& entry, const Tokens& good, const Tokens& bad) {
  for (const std::string& token : good) {
    if (!entry.contestant->verify(token))
      throw std::runtime_error(entry.name + " refuses a good token");
  }
  for (std::size_t i = 0; entry.decides && i < bad.size(); ++i) {
    if (entry.contestant->verify(bad[i])) {
      throw std::runtime_error(entry.name + " accepts bad token " + std::to_string(i + 1));
    }
  }
}

/// Of this thread, which does all the work: another program's turn does not count.
double processor_microseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double time_once(Contestant& contestant, const Tokens& tokens) {
  const double begin = processor_microseconds();
  bool all = true;
  for (const std::string& token : tokens) all = contestant.verify(token) && all;
  const double taken = processor_microseconds() - begin;
  if (!all) throw std::runtime_error("a verdict changed");
  return taken / static_cast<double>(tokens.size());
}

std::map<std::string, std::vector<double>> measure(std::vector<Entry>& entries,
                                                   const Tokens& tokens, int rounds) {
  std::map<std::string, std::vector<double>> times;
  std::minstd_rand random(1);
  for (Entry& entry : entries) (void)time_once(*entry.contestant, tokens);  // warm
  for (int round = 0; round < rounds; ++round) {
    std::shuffle(entries.begin(), entries.end(), random);
    for (Entry& entry : entries) {
      times[entry.name].push_back(time_once(*entry.contestant, tokens));
    }
  }
  return times;
}

void print(const std::map<std::string, std::vector<double>>& times) {
  const char* before = "{";
  for (const auto& [name, values] : times) {
    std::cout << before << '"' << name << "\":[";
    for (std::size_t i = 0; i < values.size(); ++i) std::cout << (i == 0 ? "" : ",") << values[i];
    std::cout << ']';
    before = ",";
  }
  std::cout << '}';
}

std::vector<Entry> enter(const Task& task) {
  std::vector<Entry> entries;
  entries.push_back({"assay", make_assay(task)});
#ifdef HAS_JWT_CPP
  entries.push_back({"jwt-cpp", make_jwt_cpp(task)});
#endif
#ifdef HAS_JWT_VERIFY_LIB
  entries.push_back({"jwt_verify_lib", make_jwt_verify_lib(task)});
#endif
  entries.push_back({"libjwt", make_libjwt(task)});
  entries.push_back({"cjose", make_cjose(task)});
  entries.push_back({"openssl", make_openssl(task), false});
  return entries;
}

void run(const std::string& directory, const std::string& algorithm, int rounds) {
  const std::string base = directory + "/" + algorithm;
  const Task task{algorithm,           read(base + ".jwks"),        read(base + ".jwk"),
                  read(base + ".pem"), read(directory + "/issuer"), read(directory + "/audience")};
  const Tokens good = read_lines(base + ".good");
  const Tokens bad = read_lines(base + ".bad");
  std::vector<Entry> entries = enter(task);
  for (const Entry& entry : entries) judge(entry, good, bad);
  std::cout << "{\"new\":";
  print(measure(entries, good, rounds));
  std::cout << ",\"repeated\":";
  print(measure(entries, Tokens(good.size(), good.front()), rounds));
  std::cout << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 4) throw std::runtime_error("usage: native-bench DIRECTORY ALGORITHM ROUNDS");
    run(argv[1], argv[2], std::stoi(argv[3]));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
