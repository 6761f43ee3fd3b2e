/* Reads bodies, one on each line in hex, and says what cJSON and jansson see in them: as README.md has it. */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef cJSON *(*look_up)(const cJSON *object, const char *name);
static const char *const names[] = {"name", "uri", "taskId"};

/* As a server in C does: a string ends at its first NUL. */
static void print_field(const char *text) {
  if (text == NULL) {
    putchar('-');
    return;
  }
  putchar('=');
  for (; *text != '\0'; text++) printf("%02x", (unsigned char)*text);
}

static cJSON *exactly(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

static cJSON *any_case(const cJSON *object, const char *name) {
  return cJSON_GetObjectItem(object, name);
}

static void print_cjson_message(const cJSON *message, look_up get) {
  const cJSON *params = get(message, "params");
  print_field(cJSON_GetStringValue(get(message, "method")));
  for (int i = 0; i < 3; i++) {
    putchar(',');
    print_field(cJSON_GetStringValue(get(params, names[i])));
  }
}

static void print_cjson(const char *body, look_up get) {
  cJSON *value = cJSON_Parse(body);
  if (value == NULL) {
    putchar('!');
  } else if (!cJSON_IsArray(value)) {
    print_cjson_message(value, get);
  } else {
    const cJSON *each = NULL;
    cJSON_ArrayForEach(each, value) {
      if (each != value->child) putchar(' ');
      print_cjson_message(each, get);
    }
  }
  cJSON_Delete(value);
}

static void print_jansson_message(const json_t *message) {
  const json_t *params = json_object_get(message, "params");
  print_field(json_string_value(json_object_get(message, "method")));
  for (int i = 0; i < 3; i++) {
    putchar(',');
    print_field(json_string_value(json_object_get(params, names[i])));
  }
}

static void print_jansson(const char *body, size_t length, size_t flags) {
  json_error_t error;
  json_t *value = json_loadb(body, length, flags, &error);
  if (value == NULL) {
    putchar('!');
  } else if (!json_is_array(value)) {
    print_jansson_message(value);
  } else {
    for (size_t i = 0; i < json_array_size(value); i++) {
      if (i > 0) putchar(' ');
      print_jansson_message(json_array_get(value, i));
    }
  }
  json_decref(value);
}

int main(void) {
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  while ((length = getline(&line, &room, stdin)) > 0) {
    const size_t size = (size_t)length / 2; /* the line's end is odd */
    char *body = malloc(size + 1);
    for (size_t i = 0; i < size; i++) {
      unsigned byte;
      if (body == NULL || sscanf(line + 2 * i, "%2x", &byte) != 1) return 1;
      body[i] = (char)byte;
    }
    body[size] = '\0';
    print_cjson(body, any_case);
    putchar('\t');
    print_cjson(body, exactly);
    putchar('\t');
    print_jansson(body, size, 0);
    putchar('\t');
    print_jansson(body, size, JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK);
    putchar('\n');
    free(body);
  }
  free(line);
  return 0;
}
