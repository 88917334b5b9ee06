#include "CInference.h"

#include <string.h>

// FIPS 180-4, section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t turn(uint32_t value, int count) { return value >> count | value << (32 - count); }

// Section 6.2.2.
static void add_block(uint32_t state[8], const uint8_t *block) {
    uint32_t word[64];
    for (int t = 0; t < 16; t++) {
        word[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8
            | block[4 * t + 3];
    }
    for (int t = 16; t < 64; t++) {
        uint32_t first = turn(word[t - 15], 7) ^ turn(word[t - 15], 18) ^ word[t - 15] >> 3;
        uint32_t second = turn(word[t - 2], 17) ^ turn(word[t - 2], 19) ^ word[t - 2] >> 10;
        word[t] = word[t - 16] + first + word[t - 7] + second;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int t = 0; t < 64; t++) {
        uint32_t one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[t] + word[t];
        uint32_t two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void aurora_sha256(const void *bytes, size_t count, uint8_t digest[32]) {
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    const uint8_t *input = bytes;
    size_t whole = count / 64 * 64;
    for (size_t at = 0; at < whole; at += 64) add_block(state, input + at);
    uint8_t tail[128] = {0};
    size_t rest = count - whole, length = rest < 56 ? 64 : 128;
    if (rest) memcpy(tail, input + whole, rest);
    tail[rest] = 0x80;
    for (int index = 0; index < 8; index++) tail[length - 1 - index] = (uint8_t)((uint64_t)count * 8 >> (8 * index));
    for (size_t at = 0; at < length; at += 64) add_block(state, tail + at);
    for (int index = 0; index < 32; index++) digest[index] = (uint8_t)(state[index / 4] >> (24 - index % 4 * 8));
}
