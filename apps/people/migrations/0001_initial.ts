import { BigAutoField, CharField, CreateModel, DateField, migration } from 'strata-orm'

export default migration({
  initial: true,
  operations: [
    new CreateModel({
      name: 'Director',
      fields: {
        id: BigAutoField(),
        name: CharField({ maxLength: 100 }),
        bornOn: DateField({ null: true }),
      },
      options: { ordering: ['name'] },
    }),
  ],
})
